#include "seqlens/kernels/local_convolution.h"

#include <algorithm>

#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/vector_ops.h"

namespace seqlens::kernels {
namespace {

/// visit(k, row of x) for the taps of row t that lie inside x, in order.
template <class Visit>
void for_each_tap(std::size_t t, std::size_t rows, std::size_t kernel, const Visit& visit) {
  const std::size_t half = kernel / 2;
  const std::size_t first = half - std::min(t, half);
  const std::size_t end = std::min(kernel, rows - t + half);
  for (std::size_t k = first; k < end; ++k) visit(k, t + k - half);
}

}  // namespace

void local_convolution(ConstMatrix x, std::size_t first, ConstMatrix weight, const float* bias, Matrix out) {
  assert(first + out.rows <= x.rows && out.cols == x.cols && weight.cols == x.cols && weight.rows % 2 == 1);
  for (std::size_t r = 0; r < out.rows; ++r) {
    float* y = out.row(r);
    std::copy_n(x.row(first + r), x.cols, y);
    axpy(1.0F, bias, y, x.cols);
    for_each_tap(first + r, x.rows, weight.rows, [&](std::size_t k, std::size_t from) {
      multiply_add(weight.row(k), x.row(from), y, x.cols);
    });
  }
}

void local_convolution_backward(ConstMatrix x, ConstMatrix weight, ConstMatrix dy, Matrix dx, Matrix dweight,
                                float* dbias) {
  assert(x.rows == dy.rows && x.rows == dx.rows && dweight.rows == weight.rows);
  for (std::size_t t = 0; t < x.rows; ++t) std::copy_n(dy.row(t), dy.cols, dx.row(t));
  sum_rows_accumulate(dy, dbias);
  for (std::size_t t = 0; t < x.rows; ++t) {
    for_each_tap(t, x.rows, weight.rows, [&](std::size_t k, std::size_t from) {
      multiply_add(x.row(from), dy.row(t), dweight.row(k), x.cols);
      multiply_add(weight.row(k), dy.row(t), dx.row(from), x.cols);
    });
  }
}

}  // namespace seqlens::kernels
