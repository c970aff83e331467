#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seqlens/core/interval.h"

namespace seqlens::attention {

/// The positions that stand for bases of the viewpoint.
[[nodiscard]] inline std::vector<std::size_t> queries_at(std::span<const Interval> places,
                                                         const Interval& viewpoint) {
  std::vector<std::size_t> queries;
  for (std::size_t t = 0; t < places.size(); ++t)
    if (!places[t].empty() && places[t].overlaps(viewpoint)) queries.push_back(t);
  return queries;
}

}  // namespace seqlens::attention
