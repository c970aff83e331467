#pragma once

#include <cstdint>
#include <vector>

#include "seqlens/mutagenesis/window_logit.h"

namespace seqlens::mutagenesis {

/// Which windows of a record are looked at: those of a scan.
struct WindowGrid {
  std::int64_t stride_bases = 48;  ///< from base 0 of the record; a multiple of the scorer's alignment
  bool skip_n = true;              ///< leave out windows of which more than a tenth is N
};

/// A window and its logit as it is.
struct GridWindow {
  WindowPlace place;
  Interval interval;  ///< its bases, on the forward strand of the record
  double logit = 0;
  bool operator==(const GridWindow&) const = default;
};

/// The windows of the grid that lie inside the stretch, by start. When the stretch is a whole record shorter
/// than a window: the record as one window, padded as scan::score_short_record does.
///
/// @param stretch  of at least a window, or a whole record. Flanks that it does not hold are N, as at the
/// ends
///                 of a record.
[[nodiscard]] std::vector<GridWindow> grid_windows(const WindowLogit& logit, const WindowGrid& grid,
                                                   const Stretch& stretch);

/// Consecutive bases and the window that they are looked at in.
struct WindowRun {
  GridWindow window;
  Interval bases;
  bool operator==(const WindowRun&) const = default;
};

/// For each base the window of highest logit that holds it (ties: leftmost), as runs from left to right.
/// Bases that no window holds are in no run. @param windows  by start.
[[nodiscard]] std::vector<WindowRun> best_windows(const std::vector<GridWindow>& windows,
                                                  const Interval& bases);

}  // namespace seqlens::mutagenesis
