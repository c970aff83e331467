#pragma once

#include "seqlens/kernels/matrix_view.h"

namespace seqlens::kernels {

/// Layer norm (Ba et al. 2016) of each row: y = (x - mean) / sqrt(variance + eps) * weight + bias. y may be
/// x. Sums run in 16 virtual lanes and a fixed tree: the same bits at every level.
///
/// @param inverse_deviation  one float per row, 1 / sqrt(variance + eps), or null
/// @param means              one float per row, or null (both are what layer_norm_backward needs)
void layer_norm(ConstMatrix x, const float* weight, const float* bias, float eps, Matrix y,
                float* means = nullptr, float* inverse_deviation = nullptr);

/// dx from dy and the saved input and statistics; dweight and dbias are added to, rows in order. dx may be
/// dy.
void layer_norm_backward(ConstMatrix x, const float* means, const float* inverse_deviation,
                         const float* weight, ConstMatrix dy, Matrix dx, float* dweight, float* dbias);

}  // namespace seqlens::kernels
