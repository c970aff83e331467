#pragma once

#include <array>
#include <span>

namespace seqlens::train {

/// Cross entropy of softmax(logits) against (1 - smoothing) * one-hot(target) + smoothing / K.
/// @param gradient  K floats, overwritten: scale * d loss / d logits
/// @return the loss (not scaled), natural log.
double softmax_loss(std::span<const float> logits, int target, double smoothing, double scale,
                    std::span<float> gradient);

/// Binary cross entropy of sigmoid(logit) against 1 (target 1) or 0, smoothed towards 1/2 by `smoothing`.
double sigmoid_loss(float logit, int target, double smoothing, double scale, float& gradient);

/// Binary cross entropy of sigmoid(logit) against the probability `expected`.
double soft_sigmoid_loss(float logit, double expected, double scale, float& gradient);

/// Cross entropy over {none, plus, minus} with logits {0, a, b}. kEither asks for -log(p_plus + p_minus).
/// `smoothing` mixes in the mean of -log p over the three.
struct StrandedLoss {
  double loss = 0;
  float gradient_a = 0;  ///< scale * d loss / d a
  float gradient_b = 0;
};
StrandedLoss stranded_loss(float a, float b, int target, double smoothing, double scale);
/// The same against probabilities of {none, plus, minus} in place of a target.
StrandedLoss stranded_loss(float a, float b, const std::array<double, 3>& expected, double scale);

/// Log odds of "a promoter on either strand" against none: log(e^a + e^b).
[[nodiscard]] double promoter_logit(double a, double b);

}  // namespace seqlens::train
