#pragma once

#include <span>
#include <vector>

namespace seqlens::evaluate {

/// Ranks from 1, smallest value first; equal values share the mean of their ranks.
/// @throws Error if a value is NaN. O(n log n).
[[nodiscard]] std::vector<double> average_ranks(std::span<const double> values);

/// Ranks moved to mean 0 and scaled to length 1, so that the product of two such vectors is Spearman's rank
/// correlation (with ties: Pearson's correlation of the average ranks). All 0 when every value is the same.
/// @throws Error if a value is NaN.
[[nodiscard]] std::vector<double> unit_ranks(std::span<const double> values);

/// Spearman's rank correlation; NaN when all values of one side are the same.
/// @throws ShapeError if the sizes differ; Error if a value is NaN.
[[nodiscard]] double spearman(std::span<const double> a, std::span<const double> b);

}  // namespace seqlens::evaluate
