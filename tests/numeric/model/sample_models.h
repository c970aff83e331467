#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/model/parameters.h"

#include "reference_encoder.h"

namespace seqlens::test {

struct SampleModel {
  std::string name;
  model::EncoderConfig config;
};

/// Configurations that read numbers beside the tokens: coordinates, features, both, through a stem.
std::vector<SampleModel> sample_models_with_numbers();

/// Small configurations that together switch on everything an EncoderConfig can say.
std::vector<SampleModel> sample_models();
/// @throws std::out_of_range for an unknown name
model::EncoderConfig sample_config(const std::string& name);

/// Seeded weights in which every tensor matters: no bias is zero, no norm is one.
model::Parameters sample_parameters(const model::EncoderConfig& config, std::uint64_t seed);

/// Seeded numbers for so many tokens: coordinates out of order, some features missing.
Numbers sample_numbers(const model::EncoderConfig& config, std::size_t length, std::uint64_t seed);

/// Seeded tokens; about one in eight is the mask token, if there is one.
std::vector<std::int32_t> sample_tokens(const model::EncoderConfig& config, std::size_t length,
                                        std::uint64_t seed);

}  // namespace seqlens::test
