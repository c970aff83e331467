#include "seqlens/train/optimiser.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/vector_ops.h"
#include "seqlens/parallel/parallel_for.h"

namespace seqlens::train {
namespace {

double average_decay_at(const OptimiserSettings& settings, std::uint64_t step) {
  const double s = static_cast<double>(step);
  return std::min(settings.average_decay, (1 + s) / (10 + s));
}

kernels::AdamWStep adamw_step(const OptimiserSettings& settings, double norm, std::uint64_t step) {
  const double s = static_cast<double>(step);
  const bool clip = settings.clip_norm > 0 && norm > settings.clip_norm;
  return {.learning_rate = static_cast<float>(learning_rate_at(settings, step)),
          .beta1 = static_cast<float>(settings.beta1),
          .beta2 = static_cast<float>(settings.beta2),
          .eps = static_cast<float>(settings.eps),
          .weight_decay = static_cast<float>(settings.weight_decay),
          .correction1 = static_cast<float>(1 - std::pow(settings.beta1, s)),
          .correction2 = static_cast<float>(1 - std::pow(settings.beta2, s)),
          .gradient_scale = clip ? static_cast<float>(settings.clip_norm / norm) : 1.0F};
}

}  // namespace

double learning_rate_at(const OptimiserSettings& settings, std::uint64_t step) {
  if (step <= settings.warmup_steps) {
    return settings.learning_rate * static_cast<double>(step) / static_cast<double>(settings.warmup_steps);
  }
  const double rest =
      static_cast<double>(std::max(settings.steps, settings.warmup_steps + 1) - settings.warmup_steps);
  const double done = std::min(1.0, static_cast<double>(step - settings.warmup_steps) / rest);
  const double cosine = 0.5 * (1 + std::cos(std::numbers::pi * done));
  return settings.learning_rate * (settings.floor + (1 - settings.floor) * cosine);
}

double gradient_norm(const model::Parameters& gradients) {
  double sum = 0;
  for (const model::TensorSpec& spec : gradients.layout().tensors()) {
    if (spec.trained)
      sum += kernels::sum_of_squares(gradients.values().data() + spec.offset, spec.rows * spec.cols);
  }
  return std::sqrt(sum);
}

void update(const OptimiserSettings& settings, const model::Parameters& gradients, double norm,
            TrainingState& state) {
  ++state.step;
  const kernels::AdamWStep base = adamw_step(settings, norm, state.step);
  const auto decay = static_cast<float>(average_decay_at(settings, state.step));
  const auto tensors = state.values.layout().tensors();
  parallel::parallel_for(tensors.size(), [&](std::size_t i) {
    const kernels::FlushDenormals flush;
    const model::TensorSpec& spec = tensors[i];
    const std::size_t n = spec.rows * spec.cols;
    float* values = state.values.values().data() + spec.offset;
    if (spec.trained) {
      kernels::AdamWStep step = base;
      if (!spec.decayed) step.weight_decay = 0;
      kernels::adamw_update(step, gradients.values().data() + spec.offset, values,
                            state.moment1.values().data() + spec.offset,
                            state.moment2.values().data() + spec.offset, n);
    }
    kernels::exponential_average(decay, values, state.average.values().data() + spec.offset, n);
  });
}

}  // namespace seqlens::train
