#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace seqlens::evaluate {

/// @throws ShapeError if the sizes differ; Error naming the item, if a score is NaN or a label neither 0
///         nor 1.
void check_items(std::span<const double> scores, std::span<const std::uint8_t> labels);

/// @throws ShapeError unless there is one weight an item or none at all.
void check_weights(std::span<const std::uint32_t> weights, std::size_t items);

/// How often item i counts; once where no weights were given.
[[nodiscard]] inline double weight_of(std::span<const std::uint32_t> weights, std::size_t i) {
  return weights.empty() ? 1.0 : static_cast<double>(weights[i]);
}

}  // namespace seqlens::evaluate
