#pragma once

#include <cstddef>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"

namespace seqlens::train {

/// Like GrowingMatrix with rows that follow each other directly, so that a window of rows is one long row.
class DenseMatrix {
 public:
  kernels::Matrix shape(std::size_t rows, std::size_t cols) {
    buffer_.reserve(rows * cols);
    view_ = {buffer_.data(), rows, cols};
    return view_;
  }
  [[nodiscard]] kernels::Matrix view() const { return view_; }

 private:
  kernels::AlignedBuffer buffer_;
  kernels::Matrix view_;
};

}  // namespace seqlens::train
