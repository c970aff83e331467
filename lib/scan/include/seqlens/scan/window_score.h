#pragma once

#include <cstdint>

#include "seqlens/core/interval.h"

namespace seqlens::scan {

/// The logit of one window in the orientation of its strand.
struct WindowScore {
  std::int64_t start = 0;  ///< leftmost base of the window on the forward strand of the record, 0-based
  Strand strand = Strand::forward;
  float logit = 0;  ///< finite
  bool operator==(const WindowScore&) const = default;
};

}  // namespace seqlens::scan
