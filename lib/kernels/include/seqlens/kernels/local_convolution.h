#pragma once

#include "seqlens/kernels/matrix_view.h"

namespace seqlens::kernels {

/// A depthwise convolution of the same length beside the identity, for out.rows rows of x from row `first`
/// on:
///   out[r] = x[first + r] + bias + sum over k of weight[k] * x[first + r + k - kernel / 2], column by
///   column.
///
/// Rows before the first and behind the last of x count as zeros: a stretch of a longer sequence must bring
/// the kernel / 2 rows around it. Each row has the same bits in any stretch. out must not overlap x.
///
/// @param weight  (kernel, columns), kernel odd
/// @param bias    one float a column
void local_convolution(ConstMatrix x, std::size_t first, ConstMatrix weight, const float* bias, Matrix out);

/// The gradients of local_convolution() over a whole sequence (first = 0, as many rows in as out): dx is
/// overwritten, dweight and dbias are added to, rows in order. dx must not overlap dy.
void local_convolution_backward(ConstMatrix x, ConstMatrix weight, ConstMatrix dy, Matrix dx, Matrix dweight,
                                float* dbias);

}  // namespace seqlens::kernels
