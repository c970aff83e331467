#pragma once

#include <string_view>

#include "seqlens/core/interval.h"

namespace seqlens::tracks {

/// @throws Error naming format and place unless the score is in 0..1000.
void check_score(std::string_view format, std::string_view chrom, const Interval& interval, int score);

}  // namespace seqlens::tracks
