#pragma once

#include <cstdint>

#include "seqlens/model/model_file.h"

namespace seqlens::test {

/// A model with the random weights that training starts from, without metadata.
inline model::ModelFile seeded_model(const model::EncoderConfig& config, std::uint64_t seed) {
  model::ModelFile file{.config = config, .parameters = model::Parameters(config), .metadata = {}};
  model::initialise(file.parameters, config, seed);
  return file;
}

}  // namespace seqlens::test
