#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seqlens/attention/reduction.h"

namespace seqlens::attention {

/// What each query's row counts in a mean over rows: received, norm, cls, from.
[[nodiscard]] std::vector<float> query_weights(Reduction reduction, std::size_t positions,
                                               std::span<const std::size_t> queries);

}  // namespace seqlens::attention
