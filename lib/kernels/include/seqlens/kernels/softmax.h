#pragma once

#include "seqlens/kernels/matrix_view.h"

namespace seqlens::kernels {

/// Softmax of each row; y may be x. Maximum subtracted, polynomial exp2 (relative error below 3e-7), sums in
/// 16 virtual lanes and a fixed tree.
void softmax_rows(ConstMatrix x, Matrix y);

/// dx[i] = y[i] (dy[i] - sum_j dy[j] y[j]) for each row; dx may be dy.
void softmax_rows_backward(ConstMatrix y, ConstMatrix dy, Matrix dx);

}  // namespace seqlens::kernels
