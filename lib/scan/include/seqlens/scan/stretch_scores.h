#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "seqlens/scan/window_score.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::scan {

/// Which windows of a record are looked at.
struct WindowOptions {
  std::int64_t stride_bases = 48;  ///< windows start at multiples of it, counted from base 0 of the record
  bool forward = true;             ///< windows on '+'
  bool reverse = true;             ///< windows on '-': the reverse complement of the same bases
  bool every_window = false;       ///< the encoder sees all windows, not only those that pass the first stage
  bool skip_n = true;              ///< leave out windows of which more than a tenth is N
};

struct StretchCounts {
  std::uint64_t windows = 0;    ///< per strand, those left out included
  std::uint64_t skipped_n = 0;  ///< of these, left out for their N
  std::uint64_t encoded = 0;    ///< of these, seen by the encoder
  StretchCounts& operator+=(const StretchCounts& other);
};

/// The windows of a stretch of a record, without those that got no logit: by start, '+' before '-'.
struct StretchScores {
  std::vector<WindowScore> windows;
  StretchCounts counts;
};

/// Scores the windows that start at begin, begin + stride, ... and end inside the stretch.
///
/// @param bases  forward strand, letters as in the file.
/// @param begin  position of bases[0] in the record, a multiple of the stride.
[[nodiscard]] StretchScores score_stretch(const WindowScorer& scorer, const WindowOptions& options,
                                          std::string_view bases, std::int64_t begin);

/// Scores a whole record that is shorter than a window (WindowScorer::score_short), on each strand. Its 3'
/// end is the end of the window: the window on '+' starts at size - window_bases (below 0), the one on '-' at
/// 0. Only the record's own bases count for `skip_n`.
[[nodiscard]] StretchScores score_short_record(const WindowScorer& scorer, const WindowOptions& options,
                                               std::string_view bases);

}  // namespace seqlens::scan
