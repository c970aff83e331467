#pragma once

#include <cstdint>

#include "seqlens/core/interval.h"
#include "seqlens/scan/window_score.h"

namespace seqlens::scan {

/// Where a model's windows have their TSS.
struct WindowShape {
  std::int64_t window_bases = 300;
  std::int64_t tss_index = 249;  ///< in the orientation of the window's strand

  /// Position of the TSS of a window, on the forward strand of the record.
  [[nodiscard]] std::int64_t tss(const WindowScore& window) const {
    return window.start + (window.strand == Strand::reverse ? window_bases - 1 - tss_index : tss_index);
  }
};

/// A predicted promoter, on the forward strand of the record.
struct Call {
  Interval window;
  Strand strand = Strand::forward;
  std::int64_t tss = 0;
  float logit = 0;
  bool operator==(const Call&) const = default;
};

[[nodiscard]] inline Call to_call(const WindowScore& window, const WindowShape& shape) {
  return {{window.start, window.start + shape.window_bases}, window.strand, shape.tss(window), window.logit};
}

}  // namespace seqlens::scan
