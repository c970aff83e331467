#include "seqlens/scan/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/core.h>

#include "seqlens/core/errors.h"

namespace seqlens::scan {
namespace {

void check(const std::vector<CalibrationPoint>& points) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& [logit, probability] = points[i];
    if (!std::isfinite(logit) || !(probability >= 0 && probability <= 1)) {
      throw Error(fmt::format("calibration point {} is ({}, {}), not (finite logit, probability from 0 to 1)",
                              i, logit, probability));
    }
    if (i > 0 && (!(logit > points[i - 1].logit) || !(probability >= points[i - 1].probability))) {
      throw Error(
          fmt::format("calibration point {} ({}, {}) does not follow ({}, {}): both columns must increase", i,
                      logit, probability, points[i - 1].logit, points[i - 1].probability));
    }
  }
}

double logistic(double logit) {
  if (logit >= 0) return 1 / (1 + std::exp(-logit));
  const double odds = std::exp(logit);
  return odds / (1 + odds);
}

}  // namespace

CalibrationCurve::CalibrationCurve(std::vector<CalibrationPoint> points) : points_(std::move(points)) {
  check(points_);
}

double CalibrationCurve::probability(double logit) const {
  if (points_.empty()) return logistic(logit);
  if (!(logit > points_.front().logit)) return points_.front().probability;
  const auto upper =
      std::upper_bound(points_.begin(), points_.end(), logit,
                       [](double value, const CalibrationPoint& point) { return value < point.logit; });
  if (upper == points_.end()) return points_.back().probability;
  const auto& low = *(upper - 1);
  const double share = (logit - low.logit) / (upper->logit - low.logit);
  // Rounding must not carry the result past the next knot, or the curve would not be monotone.
  return std::min(low.probability + share * (upper->probability - low.probability), upper->probability);
}

double CalibrationCurve::lowest_logit(double at_least) const {
  // The logistic function reaches 0 and 1 in double precision within this range.
  double fails = points_.empty() ? -800 : points_.front().logit;
  double holds = points_.empty() ? 800 : points_.back().logit;
  if (probability(fails) >= at_least) return -std::numeric_limits<double>::infinity();
  if (!(probability(holds) >= at_least)) return std::numeric_limits<double>::infinity();
  while (std::nextafter(fails, holds) < holds) {
    const double middle = fails + (holds - fails) / 2;
    (probability(middle) >= at_least ? holds : fails) = middle;
  }
  return holds;
}

double shift_prior(double balanced_probability, double prior) {
  const double positive = balanced_probability * prior;
  const double negative = (1 - balanced_probability) * (1 - prior);
  return positive / (positive + negative);
}

}  // namespace seqlens::scan
