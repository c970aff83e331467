#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seq-embed/request.h"

namespace seq_embed {

/// One row made of many: their mean (summed in double precision, in order), their largest number in each
/// column, or the first one.
/// @param rows  one or more rows of `width` numbers
[[nodiscard]] std::vector<float> pooled(Pool pool, std::span<const float> rows, std::size_t width);

}  // namespace seq_embed
