#pragma once

#include <cstdint>

#include "seqlens/model/parameters.h"

namespace seqlens::train {

struct OptimiserSettings {
  double learning_rate = 1e-3;
  std::uint64_t warmup_steps = 100;  ///< linear from 0
  std::uint64_t steps = 1000;        ///< the cosine ends here
  double floor = 0.05;               ///< the cosine's end, as a share of learning_rate
  double beta1 = 0.9;
  double beta2 = 0.98;
  double eps = 1e-8;
  double weight_decay = 0.01;    ///< only tensors with TensorSpec::decayed
  double clip_norm = 1.0;        ///< of the gradient over all parameters; 0: no clipping
  double average_decay = 0.999;  ///< of the moving average of the weights; 0: the average is the weights
};

/// Learning rate of step `step` (the first is 1): linear warm-up, then a cosine to the floor.
[[nodiscard]] double learning_rate_at(const OptimiserSettings& settings, std::uint64_t step);

/// What changes while training: enough to go on later as if never stopped.
struct TrainingState {
  explicit TrainingState(const model::EncoderConfig& config)
      : values(config), moment1(config), moment2(config), average(config) {}

  model::Parameters values;
  model::Parameters moment1;
  model::Parameters moment2;
  model::Parameters average;  ///< moving average of the values: what is evaluated and shipped
  std::uint64_t step = 0;     ///< updates made
};

/// Norm of the gradient over all trained tensors. Fixed order of sums, whatever the threads.
[[nodiscard]] double gradient_norm(const model::Parameters& gradients);

/// One AdamW update (Loshchilov & Hutter 2019) with clipping by the global norm, then the moving average:
/// average = d average + (1 - d) values, with d = min(average_decay, (1 + step) / (10 + step)) so that the
/// random start is soon forgotten. Tensors that are not trained stay. Spread over the threads; elementwise,
/// so the same bytes.
/// @param norm  gradient_norm(gradients)
void update(const OptimiserSettings& settings, const model::Parameters& gradients, double norm,
            TrainingState& state);

}  // namespace seqlens::train
