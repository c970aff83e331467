#pragma once

#include <algorithm>
#include <cstdint>

#include "seqlens/core/interval.h"
#include "seqlens/scan/window_score.h"

namespace seqlens::scan {

/// Where windows have their TSS.
struct WindowShape {
  std::int64_t window_bases = 300;
  std::int64_t tss_index = 249;  ///< in the orientation of the window's strand

  bool operator==(const WindowShape&) const = default;

  /// Position of the TSS of a window, counted from its start on the forward strand.
  [[nodiscard]] std::int64_t tss_offset(Strand strand) const {
    return strand == Strand::reverse ? window_bases - 1 - tss_index : tss_index;
  }
  /// Position of the TSS of a window, on the forward strand of the record.
  [[nodiscard]] std::int64_t tss(const WindowScore& window) const {
    return window.start + tss_offset(window.strand);
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

/// What a scan scores, and the window that is drawn around the TSS of a call: the same for models of windows;
/// a bin and a window of some hundred bases for models of positions.
struct ScanShapes {
  WindowShape scored;
  WindowShape drawn;

  /// Position of the TSS on the forward strand of the record: one of its bases, though the last bin may reach
  /// past them.
  [[nodiscard]] std::int64_t tss(const WindowScore& score, std::int64_t record_bases) const {
    return std::min(scored.tss(score), record_bases - 1);
  }
  /// Where the window starts that has this TSS; outside of the record at its ends.
  [[nodiscard]] std::int64_t drawn_start(std::int64_t tss, Strand strand) const {
    return tss - drawn.tss_offset(strand);
  }
  /// The call: the window that was scored, or the one around the TSS as far as the record reaches.
  [[nodiscard]] Call call(const WindowScore& score, std::int64_t record_bases) const {
    if (scored == drawn) return to_call(score, drawn);
    const std::int64_t at = tss(score, record_bases);
    const std::int64_t start = drawn_start(at, score.strand);
    return {{std::max<std::int64_t>(0, start), std::min(start + drawn.window_bases, record_bases)},
            score.strand,
            at,
            score.logit};
  }
};

}  // namespace seqlens::scan
