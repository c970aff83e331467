#pragma once

#include <cstddef>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"

namespace seqlens::kernels {

/// The right-hand side B (K, N) of a product, laid out in column panels as the active level's kernel reads
/// it. Packed once for inference; training repacks in place after each update (O(K N), no allocation).
class PackedMatrix {
 public:
  PackedMatrix() = default;

  /// B = source (K, N).
  void pack(ConstMatrix source);
  /// B = transpose of source (N, K): the weights of a linear layer as published, one output per row.
  void pack_transposed(ConstMatrix source);

  [[nodiscard]] std::size_t rows() const { return rows_; }  ///< K
  [[nodiscard]] std::size_t cols() const { return cols_; }  ///< N
  [[nodiscard]] std::size_t panel_width() const { return panel_width_; }
  /// Panel p holds columns [p * panel_width, ...), K rows of panel_width floats, zero beyond N.
  [[nodiscard]] const float* panel(std::size_t p) const { return data_.data() + p * rows_ * panel_width_; }

 private:
  void allocate(std::size_t rows, std::size_t cols);

  AlignedBuffer data_;
  std::size_t rows_ = 0;
  std::size_t cols_ = 0;
  std::size_t panel_width_ = 0;
};

}  // namespace seqlens::kernels
