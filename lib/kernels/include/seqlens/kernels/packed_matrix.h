#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"
#include "seqlens/kernels/precision.h"

namespace seqlens::kernels {

/// The right-hand side B (K, N) of a product, laid out in column panels as the active level's kernel reads
/// it. Packed once for inference; training repacks in place after each update (O(K N), no allocation).
class PackedMatrix {
 public:
  PackedMatrix() = default;

  /// B = source (K, N).
  void pack(ConstMatrix source);
  /// B = transpose of source (N, K): the weights of a linear layer as published, one output per row. In a
  /// reduced precision B is rounded here, once, and gemm rounds its left side row by row.
  void pack_transposed(ConstMatrix source, Precision precision = Precision::f32);

  [[nodiscard]] std::size_t rows() const { return rows_; }  ///< K
  [[nodiscard]] std::size_t cols() const { return cols_; }  ///< N
  [[nodiscard]] Precision precision() const { return precision_; }
  [[nodiscard]] std::size_t panel_width() const { return panel_width_; }
  /// f32: panel p holds columns [p * panel_width, ...), K rows of panel_width floats, zero beyond N.
  [[nodiscard]] const float* panel(std::size_t p) const { return data_.data() + p * rows_ * panel_width_; }
  /// bf16: panel p as [K / 2][panel_width][2], K rounded up, zero beyond K and N.
  [[nodiscard]] const std::uint16_t* bf16_panel(std::size_t p) const;
  /// int8: panel p as [K / 4][panel_width][4]; the scale of each column; -128 times the sum of each column.
  [[nodiscard]] const std::int8_t* int8_panel(std::size_t p) const;
  [[nodiscard]] const float* scales() const { return scales_.data(); }
  [[nodiscard]] const std::int32_t* offsets() const { return offsets_.data(); }

 private:
  void allocate(std::size_t rows, std::size_t cols);
  void allocate_reduced(std::size_t rows, std::size_t cols, std::size_t floats_a_panel);
  void round_transposed(ConstMatrix source);
  void quantise_transposed(ConstMatrix source);

  AlignedBuffer data_;
  std::size_t rows_ = 0;
  std::size_t cols_ = 0;
  std::size_t panel_width_ = 0;
  Precision precision_ = Precision::f32;
  std::vector<float> scales_;
  std::vector<std::int32_t> offsets_;
};

}  // namespace seqlens::kernels
