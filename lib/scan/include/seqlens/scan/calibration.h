#pragma once

#include <optional>
#include <span>
#include <vector>

namespace seqlens::scan {

/// A knot of a calibration curve: calls or records with this logit are right with this probability.
struct CalibrationPoint {
  double logit = 0;
  double probability = 0;
  bool operator==(const CalibrationPoint&) const = default;
};

/// Turns logits into probabilities: linear between the knots, constant beyond the first and the last one.
/// Without knots it is the logistic function (the model's own, uncalibrated opinion). Never decreases.
class CalibrationCurve {
 public:
  CalibrationCurve() = default;
  /// @param points  logits increasing, probabilities in [0, 1] and not decreasing (isotonic regression gives
  /// that).
  /// @throws Error naming the first point that is not so.
  explicit CalibrationCurve(std::vector<CalibrationPoint> points);

  /// O(log points).
  [[nodiscard]] double probability(double logit) const;
  /// The lowest logit whose probability is at least this; infinity when none is. -infinity when every logit's
  /// is.
  [[nodiscard]] double lowest_logit(double at_least) const;
  /// What no logit exceeds.
  [[nodiscard]] double highest_probability() const {
    return points_.empty() ? 1 : points_.back().probability;
  }
  [[nodiscard]] bool is_calibrated() const { return !points_.empty(); }
  [[nodiscard]] std::span<const CalibrationPoint> points() const { return points_; }
  bool operator==(const CalibrationCurve&) const = default;

 private:
  std::vector<CalibrationPoint> points_;
};

/// A probability that was measured where half of the records are positive, for a share `prior` of positives
/// (Bayes): odds are multiplied by prior / (1 - prior). `prior` in (0, 1); 0 and 1 stay what they are.
[[nodiscard]] double shift_prior(double balanced_probability, double prior);

}  // namespace seqlens::scan
