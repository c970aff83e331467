#pragma once

namespace seqlens::tracks {

/// BED's score, an integer from 0 (at `lowest` and below) to 1000 (at `highest` and above), linear between
/// them. NaN is 0. @pre lowest < highest, both finite.
[[nodiscard]] int bed_score(double value, double lowest, double highest);

}  // namespace seqlens::tracks
