#pragma once

#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/matrix_view.h"
#include "seqlens/kernels/packed_matrix.h"

namespace seqlens::kernels {

/// What happens to a product before it is stored: c = activation(a b + bias) + residual.
struct Epilogue {
  const float* bias = nullptr;  ///< N floats, or none
  Activation activation = Activation::none;
  ConstMatrix
      residual;  ///< (M, N), or none when data is null; may be the output itself, which then accumulates
};

/// c = epilogue(a b). a is (M, K), rows may overlap; b is (K, N); c is (M, N) and must not overlap a.
///
/// Each output is one chain of fused multiply-adds over k = 0..K-1 in this order, so its bits depend on its
/// row of a and its column of b alone: not on M, the level, or the place in the batch. One thread; allocates
/// nothing.
void gemm(ConstMatrix a, const PackedMatrix& b, Matrix c, const Epilogue& epilogue = {});

/// c += a^T b, the gradient of weights: a is (M, N) (gradients of the outputs), b is (M, K) (inputs; rows may
/// overlap), c is (N, K). Sums over the M rows in order. One thread; `workspace` is grown as needed.
void gemm_transposed_accumulate(ConstMatrix a, ConstMatrix b, Matrix c, AlignedBuffer& workspace);

/// out[n] += sum over rows of a, in order: the gradient of a bias.
void sum_rows_accumulate(ConstMatrix a, float* out);

}  // namespace seqlens::kernels
