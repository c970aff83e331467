#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/train/example.h"
#include "seqlens/train/objective.h"
#include "seqlens/train/trainer.h"

namespace seqlens::test {

/// A promoter-like model small enough to train in a test: stem of stride 2, first stage, one logit, 40-base
/// windows.
model::EncoderConfig small_config();

/// Random 40-base windows; half of them hold TATAAAAG at base 10 of one strand (target plus or minus).
std::vector<train::Example> planted_motif(std::size_t count, std::uint64_t seed);

std::shared_ptr<const train::Objective> small_objective(const model::EncoderConfig& config);

train::TrainingState seeded_state(const model::EncoderConfig& config, std::uint64_t seed);

}  // namespace seqlens::test
