#pragma once

#include <cstddef>

namespace seqlens::kernels {

/// y[i] += a * x[i]
void axpy(float a, const float* x, float* y, std::size_t n);

/// y[i] += a[i] * x[i]
void multiply_add(const float* a, const float* x, float* y, std::size_t n);

/// Sum of x[i] * y[i] in 16 virtual lanes and a fixed tree.
[[nodiscard]] float dot(const float* x, const float* y, std::size_t n);

/// Sum of squares in double: exact enough for clipping by the global norm. Fixed order.
[[nodiscard]] double sum_of_squares(const float* x, std::size_t n);

/// One AdamW step (Loshchilov & Hutter 2019) on n parameters, gradients pre-multiplied by `gradient_scale`.
struct AdamWStep {
  float learning_rate = 0;
  float beta1 = 0.9F;
  float beta2 = 0.999F;
  float eps = 1e-8F;
  float weight_decay = 0;
  float correction1 = 1;  ///< 1 - beta1^step
  float correction2 = 1;  ///< 1 - beta2^step
  float gradient_scale = 1;
};
void adamw_update(const AdamWStep& step, const float* gradient, float* parameter, float* moment1,
                  float* moment2, std::size_t n);

/// average[i] = decay * average[i] + (1 - decay) * x[i]
void exponential_average(float decay, const float* x, float* average, std::size_t n);

}  // namespace seqlens::kernels
