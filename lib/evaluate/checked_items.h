#pragma once

#include <cstdint>
#include <span>

namespace seqlens::evaluate {

/// @throws ShapeError if the sizes differ; Error naming the item, if a score is NaN or a label neither 0
/// nor 1.
void check_items(std::span<const double> scores, std::span<const std::uint8_t> labels);

}  // namespace seqlens::evaluate
