#include "seqlens/input/base_source.h"

#include <algorithm>

namespace seqlens::input {

bool Selection::contains(std::int64_t window_start, std::int64_t tss) const {
  const auto after =
      std::upper_bound(parts_.begin(), parts_.end(), tss,
                       [](std::int64_t value, const SelectedPart& part) { return value < part.tss.begin; });
  if (after == parts_.begin()) return false;
  const SelectedPart& part = *(after - 1);
  return part.tss.contains(tss) && part.starts.contains(window_start);
}

}  // namespace seqlens::input
