#pragma once

#include <cstddef>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"

namespace seqlens::train {

/// A matrix that is shaped anew for each chunk and keeps the memory of the largest. Contents are undefined
/// after shape().
class GrowingMatrix {
 public:
  kernels::Matrix shape(std::size_t rows, std::size_t cols) {
    const std::size_t stride = padded_stride(cols);
    buffer_.reserve(rows * stride);
    view_ = {buffer_.data(), rows, cols, stride};
    return view_;
  }
  [[nodiscard]] kernels::Matrix view() const { return view_; }

 private:
  // Rows that lie a multiple of 1 KiB apart fall into few cache sets; one more line spreads them.
  static constexpr std::size_t padded_stride(std::size_t cols) {
    const std::size_t aligned = (cols + 15) / 16 * 16;
    return aligned % 256 == 0 ? aligned + 16 : aligned;
  }

  kernels::AlignedBuffer buffer_;
  kernels::Matrix view_;
};

}  // namespace seqlens::train
