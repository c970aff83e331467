#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/scan/stretch_scores.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::scan {

/// True when more than a tenth of the bases is N, or a letter that counts as N.
[[nodiscard]] bool has_too_many_n(std::string_view bases);

/// Offsets of the windows of a stretch that are looked at: 0, stride, ... as far as a window with its flanks
/// fits. Those with too many N in the window are left out; all are counted, once a wanted strand.
///
/// @param bases  from the first window's flank on.
[[nodiscard]] std::vector<std::int64_t> window_offsets(std::string_view bases, const WindowScorer& scorer,
                                                       const WindowOptions& options, StretchCounts& counts);

/// The same windows one after the other, each with N for its flanks.
struct WindowsApart {
  std::string bases;
  std::vector<std::int64_t> starts;  ///< in `bases`, of the flanks: one an offset, multiples of the alignment
};
[[nodiscard]] WindowsApart windows_apart(std::string_view bases, const WindowScorer& scorer,
                                         const std::vector<std::int64_t>& offsets);

/// Windows of a stretch as read on '-'. Window i is the reverse complement of the forward one at
/// offsets[offsets.size() - 1 - i].
struct ReverseWindows {
  std::string bases;                 ///< reverse complement of the stretch up to the end of the last window
  std::vector<std::int64_t> starts;  ///< in `bases`, increasing
};

/// The other strand is cut so that the last window is its first: all starts are then multiples of the stride
/// too, whatever the length of the stretch.
/// @param seen_bases  of a window with its flanks. @pre offsets is not empty, and increases.
[[nodiscard]] ReverseWindows reverse_windows(std::string_view bases, std::int64_t seen_bases,
                                             const std::vector<std::int64_t>& offsets);

/// A record shorter than a window as the window that ends with it: N before it, and in the flanks.
[[nodiscard]] std::string padded_window(std::string_view oriented, const WindowScorer& scorer);

}  // namespace seqlens::scan
