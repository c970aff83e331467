#pragma once

#include <cstdint>
#include <span>

namespace seqlens::evaluate {

/// probability of "positive" = 1 / (1 + exp(-(slope * score + offset))).
struct PlattScaling {
  double slope = 1;
  double offset = 0;

  [[nodiscard]] double probability(double score) const;
};

/// Logistic fit of labels to scores (Platt 1999), by Newton's method with step halving. The two classes
/// weigh the same however many items they have, so the probabilities hold for a balanced prior (0.5).
/// Targets are Platt's (n+ + 1) / (n+ + 2) and 1 / (n- + 2), so that a separable set has a finite fit.
///
/// @throws ShapeError if the sizes differ; Error if a class is absent, a score not finite or a label not 0
///         or 1.
[[nodiscard]] PlattScaling fit_platt(std::span<const double> scores, std::span<const std::uint8_t> labels);

}  // namespace seqlens::evaluate
