#pragma once

#include <cstdint>
#include <string>
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
  /// Each window is scored as a record that stands alone: N for its flanks, whatever lies beside it. A model
  /// may take flanks for the sign that it is asked about a place of a genome, where promoters are rare.
  bool alone = false;
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

/// Scores the windows that start at begin, begin + stride, ... and end, with their flanks, inside the
/// stretch.
///
/// @param bases  forward strand, letters as in the file, from flank_bases() before `begin` on: N where the
///               record has none (with_flanks).
/// @param begin  position in the record where the first window starts, a multiple of the stride.
[[nodiscard]] StretchScores score_stretch(const WindowScorer& scorer, const WindowOptions& options,
                                          std::string_view bases, std::int64_t begin);

/// `bases` between as many N on both sides as the scorer sees beside a window: a record that stands alone.
[[nodiscard]] std::string with_flanks(const WindowScorer& scorer, std::string_view bases);

/// Scores a whole record that is shorter than a window (WindowScorer::score_short), on each strand. Its 3'
/// end is the end of the window: the window on '+' starts at size - window_bases (below 0), the one on '-' at
/// 0. Only the record's own bases count for `skip_n`.
[[nodiscard]] StretchScores score_short_record(const WindowScorer& scorer, const WindowOptions& options,
                                               std::string_view bases);

}  // namespace seqlens::scan
