#include "seqlens/evaluate/platt.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "checked_items.h"

namespace seqlens::evaluate {
namespace {

// What an item of either class aims at and weighs; index 1 = positive.
struct ClassTargets {
  std::array<double, 2> target, weight;
};

ClassTargets class_targets(std::span<const std::uint8_t> labels) {
  const auto positives = static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  const auto negatives = static_cast<double>(labels.size()) - positives;
  if (!(positives > 0 && negatives > 0)) {
    throw Error(fmt::format("Platt scaling: {} positive and {} negative items, both are needed", positives,
                            negatives));
  }
  return {{1 / (negatives + 2), (positives + 1) / (positives + 2)}, {0.5 / negatives, 0.5 / positives}};
}

// log(1 + e^x) without overflow.
double softplus(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

double loss(const PlattScaling& fit, std::span<const double> scores, std::span<const std::uint8_t> labels,
            const ClassTargets& classes) {
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double z = fit.slope * scores[i] + fit.offset;
    sum += classes.weight[labels[i]] * (softplus(z) - classes.target[labels[i]] * z);
  }
  return sum;
}

// Newton's step: the solution of the 2 x 2 system hessian * step = -gradient.
PlattScaling newton_step(const PlattScaling& fit, std::span<const double> scores,
                         std::span<const std::uint8_t> labels, const ClassTargets& classes) {
  double gradient_slope = 0, gradient_offset = 0, hss = 1e-12, hso = 0, hoo = 1e-12;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double p = fit.probability(scores[i]);
    const double weight = classes.weight[labels[i]];
    const double error = weight * (p - classes.target[labels[i]]);
    const double curvature = weight * p * (1 - p);
    gradient_slope += error * scores[i];
    gradient_offset += error;
    hss += curvature * scores[i] * scores[i];
    hso += curvature * scores[i];
    hoo += curvature;
  }
  const double determinant = hss * hoo - hso * hso;
  return {-(hoo * gradient_slope - hso * gradient_offset) / determinant,
          -(hss * gradient_offset - hso * gradient_slope) / determinant};
}

}  // namespace

double PlattScaling::probability(double score) const {
  return 1 / (1 + std::exp(-(slope * score + offset)));
}

PlattScaling fit_platt(std::span<const double> scores, std::span<const std::uint8_t> labels) {
  check_items(scores, labels);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!std::isfinite(scores[i]))
      throw Error(fmt::format("Platt scaling: the score of item {} is infinite", i + 1));
  }
  const auto classes = class_targets(labels);
  PlattScaling fit{0, 0};
  double current = loss(fit, scores, labels, classes);
  for (int iteration = 0; iteration < 100; ++iteration) {
    const auto step = newton_step(fit, scores, labels, classes);
    double share = 1;
    PlattScaling next = fit;
    double improved = current;
    for (; share > 1e-10; share /= 2) {
      next = {fit.slope + share * step.slope, fit.offset + share * step.offset};
      improved = loss(next, scores, labels, classes);
      if (improved < current) break;
    }
    if (!(current - improved > 1e-12 * (1 + current))) break;
    fit = next;
    current = improved;
  }
  return fit;
}

}  // namespace seqlens::evaluate
