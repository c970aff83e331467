#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "seqlens/kernels/vector_ops.h"

#include "attention-lab/lab/training.h"

namespace attention_lab {

/// Adam (Kingma & Ba 2015) with the recipe's warm-up and cosine, for the networks that are not the engine's.
class Adam {
 public:
  Adam(std::size_t parameters, const Recipe& recipe)
      : recipe_(recipe), moment1_(parameters), moment2_(parameters) {}

  void update(std::span<const float> gradients, std::span<float> parameters) {
    ++step_;
    double square = 0;
    for (const float g : gradients) square += double{g} * double{g};
    const double length = std::sqrt(square);
    seqlens::kernels::AdamWStep step;
    step.learning_rate = static_cast<float>(rate());
    step.beta2 = 0.98F;
    step.correction1 = 1 - static_cast<float>(std::pow(0.9, step_));
    step.correction2 = 1 - static_cast<float>(std::pow(0.98, step_));
    step.gradient_scale = length > 1 ? static_cast<float>(1 / length) : 1.0F;
    seqlens::kernels::adamw_update(step, gradients.data(), parameters.data(), moment1_.data(),
                                   moment2_.data(), parameters.size());
  }

 private:
  [[nodiscard]] double rate() const {
    const double warm = std::max(1.0, static_cast<double>(recipe_.steps) / 10);
    if (step_ < warm) return recipe_.learning_rate * step_ / warm;
    const double done = (step_ - warm) / (static_cast<double>(recipe_.steps) - warm + 1);
    return recipe_.learning_rate * (0.05 + 0.95 * 0.5 * (1 + std::cos(3.141592653589793 * done)));
  }

  Recipe recipe_;
  double step_ = 0;
  std::vector<float> moment1_, moment2_;
};

}  // namespace attention_lab
