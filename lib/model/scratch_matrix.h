#pragma once

#include <cstddef>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"

namespace seqlens::model {

/// A matrix whose memory is kept from call to call. Rows start on cache lines, and the stride is never a
/// multiple of 64 floats: rows a power of two apart fall into the same cache sets (it cost 20 points of peak
/// at K = 1024).
class ScratchMatrix {
 public:
  /// Contents are unspecified.
  kernels::Matrix shape(std::size_t rows, std::size_t cols) {
    const std::size_t stride = padded(cols);
    buffer_.reserve(rows * stride);
    return {buffer_.data(), rows, cols, stride};
  }

  /// Without padding, for rows that overlap or are handed on as one array.
  kernels::Matrix shape_dense(std::size_t rows, std::size_t cols) {
    buffer_.reserve(rows * cols);
    return {buffer_.data(), rows, cols};
  }

 private:
  static std::size_t padded(std::size_t cols) {
    const std::size_t lines = (cols + 15) / 16 * 16;
    return lines % 64 == 0 ? lines + 16 : lines;
  }

  kernels::AlignedBuffer buffer_;
};

/// Copies rows between matrices of one shape and different strides.
void copy_matrix(kernels::ConstMatrix from, kernels::Matrix to);

}  // namespace seqlens::model
