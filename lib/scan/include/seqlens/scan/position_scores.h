#pragma once

#include <cstdint>
#include <string_view>

#include "seqlens/input/region_source.h"
#include "seqlens/scan/call.h"
#include "seqlens/scan/position_scorer.h"
#include "seqlens/scan/stretch_scores.h"

namespace seqlens::scan {

/// The bins of a stretch of a record, as scored windows of bin_bases: by start, '+' before '-'. The last one
/// may reach past the end of the record. Bins with an N in them have no score where N is skipped.
///
/// @param bases  forward strand, letters as in the file, a margin of the grid before `begin` and one behind
/// the
///               last base: N where the record has none. What the last window lacks is N too.
/// @param begin  position in the record, a multiple of kept_bases.
[[nodiscard]] StretchScores score_positions(const PositionScorer& scorer, const WindowOptions& options,
                                            std::string_view bases, std::int64_t begin);

/// The same of a whole record that stands alone: N around it. Any length.
[[nodiscard]] StretchScores score_record_positions(const PositionScorer& scorer, const WindowOptions& options,
                                                   std::string_view record);

/// A bin as the window that is scored; its TSS is the base in the middle.
[[nodiscard]] WindowShape bin_shape(const PositionGrid& grid);

/// What a region needs of its neighbourhood. @param drawn  the windows of calls.
[[nodiscard]] input::RegionReach position_reach(const PositionGrid& grid, const WindowShape& drawn,
                                                std::int64_t radius_bases);

}  // namespace seqlens::scan
