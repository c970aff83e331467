#include "seqlens/train/loss.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "seqlens/train/example.h"

namespace seqlens::train {
namespace {

template <class Number>
double log_sum_exp(std::span<const Number> x) {
  const double highest = *std::max_element(x.begin(), x.end());
  double sum = 0;
  for (const double value : x) sum += std::exp(value - highest);
  return highest + std::log(sum);
}

}  // namespace

double softmax_loss(std::span<const float> logits, int target, double smoothing, double scale,
                    std::span<float> gradient) {
  const double total = log_sum_exp(logits);
  const double uniform = smoothing / static_cast<double>(logits.size());
  double loss = 0;
  for (std::size_t k = 0; k < logits.size(); ++k) {
    const double expected = uniform + (static_cast<int>(k) == target ? 1 - smoothing : 0);
    const double log_probability = logits[k] - total;
    loss -= expected * log_probability;
    gradient[k] = static_cast<float>(scale * (std::exp(log_probability) - expected));
  }
  return loss;
}

double sigmoid_loss(float logit, int target, double smoothing, double scale, float& gradient) {
  return soft_sigmoid_loss(logit, (1 - smoothing) * target + smoothing / 2, scale, gradient);
}

double soft_sigmoid_loss(float logit, double expected, double scale, float& gradient) {
  const double x = logit;
  const double probability = 1 / (1 + std::exp(-x));
  gradient = static_cast<float>(scale * (probability - expected));
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))) - expected * x;
}

double promoter_logit(double a, double b) {
  return std::max(a, b) + std::log1p(std::exp(-std::abs(a - b)));
}

StrandedLoss stranded_loss(float a, float b, const std::array<double, 3>& expected, double scale) {
  const std::array<double, 3> logits{0.0, a, b};
  const double total = log_sum_exp(std::span<const double>(logits));
  double loss = 0;
  for (std::size_t k = 0; k < logits.size(); ++k) loss += expected[k] * (total - logits[k]);
  const auto gradient = [&](std::size_t k) {
    return static_cast<float>(scale * (std::exp(logits[k] - total) - expected[k]));
  };
  return {loss, gradient(1), gradient(2)};
}

StrandedLoss stranded_loss(float a, float b, int target, double smoothing, double scale) {
  std::array<double, 3> expected{};
  double split_entropy = 0;
  if (target == kEither) {
    // -log(p_plus + p_minus) is the cross entropy against the model's own split of a promoter between the
    // strands, less the entropy of that split; and it has the gradient of the cross entropy against that
    // split held fixed.
    const double promoter = promoter_logit(a, b);
    expected = {0.0, std::exp(a - promoter), std::exp(b - promoter)};
    split_entropy = expected[1] * (promoter - a) + expected[2] * (promoter - b);
  } else {
    expected[static_cast<std::size_t>(target)] = 1;
  }
  for (double& probability : expected) probability = (1 - smoothing) * probability + smoothing / 3;
  StrandedLoss result = stranded_loss(a, b, expected, scale);
  result.loss -= (1 - smoothing) * split_entropy;
  return result;
}

}  // namespace seqlens::train
