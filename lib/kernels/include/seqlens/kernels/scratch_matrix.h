#pragma once

#include <algorithm>
#include <cstddef>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"

namespace seqlens::kernels {

/// A matrix that is shaped anew for each use and keeps the memory of the largest. Contents are unspecified
/// after shaping. Rows start on cache lines, and the stride is never a multiple of 64 floats: rows a power of
/// two apart fall into the same cache sets (it cost 20 points of peak at K = 1024).
class ScratchMatrix {
 public:
  Matrix shape(std::size_t rows, std::size_t cols) {
    const std::size_t stride = padded(cols);
    buffer_.reserve(rows * stride);
    return view_ = {buffer_.data(), rows, cols, stride};
  }

  /// Without padding, for rows that overlap, make one long row, or are handed on as one array.
  Matrix shape_dense(std::size_t rows, std::size_t cols) {
    buffer_.reserve(rows * cols);
    return view_ = {buffer_.data(), rows, cols};
  }

  /// As it was shaped last.
  [[nodiscard]] Matrix view() const { return view_; }

 private:
  static constexpr std::size_t padded(std::size_t cols) {
    const std::size_t lines = (cols + 15) / 16 * 16;
    return lines % 64 == 0 ? lines + 16 : lines;
  }

  AlignedBuffer buffer_;
  Matrix view_;
};

/// Copies rows between matrices of one shape and different strides.
inline void copy_matrix(ConstMatrix from, Matrix to) {
  for (std::size_t r = 0; r < from.rows; ++r) std::copy_n(from.row(r), from.cols, to.row(r));
}

}  // namespace seqlens::kernels
