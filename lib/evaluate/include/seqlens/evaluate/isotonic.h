#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace seqlens::evaluate {

/// A non-decreasing curve through knots: linear between neighbours, constant beyond the ends.
struct IsotonicCurve {
  std::vector<double> scores;  ///< strictly increasing
  std::vector<double> values;  ///< non-decreasing, as many as scores

  /// @throws Error if the curve has no knot or the score is NaN.
  [[nodiscard]] double at(double score) const;
};

/// Least-squares non-decreasing fit of targets to scores (pool adjacent violators). Items of equal score
/// are pooled first. Each block of the fit gives its first and last score as knots, so the curve takes
/// exactly the fitted value at every score it was fitted on.
///
/// @param  weights  positive, one an item; empty: all 1.
/// @throws ShapeError if the sizes differ; Error if there is no item, a number is not finite or a weight
///         not positive.
///
/// O(n log n).
[[nodiscard]] IsotonicCurve fit_isotonic(std::span<const double> scores, std::span<const double> targets,
                                         std::span<const double> weights = {});

/// Score of a record -> probability of "positive" where half of the records are positive: isotonic fit of
/// the labels in which both classes weigh the same. Two pseudo-records, a positive at the lowest score and
/// a negative at the highest, keep it off 0 and 1.
/// @throws ShapeError if the sizes differ; Error if a class is absent or a score not finite.
[[nodiscard]] IsotonicCurve calibrate_records(std::span<const double> scores,
                                              std::span<const std::uint8_t> labels);

}  // namespace seqlens::evaluate
