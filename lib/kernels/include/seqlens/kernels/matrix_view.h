#pragma once

#include <cassert>
#include <cstddef>
#include <type_traits>

namespace seqlens::kernels {

/// A row-major matrix somewhere else. `stride` is the distance between rows in elements.
///
/// In a matrix that is only read, stride may be smaller than cols: the rows then overlap. A valid convolution
/// with kernel k and stride s over (T, C) is the product of such a view, (T', k*C) with row stride s*C, with
/// its weights.
template <class T>
struct MatrixView {
  T* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t stride = 0;

  constexpr MatrixView() = default;
  constexpr MatrixView(T* data_, std::size_t rows_, std::size_t cols_, std::size_t stride_)
      : data(data_), rows(rows_), cols(cols_), stride(stride_) {}
  constexpr MatrixView(T* data_, std::size_t rows_, std::size_t cols_)
      : MatrixView(data_, rows_, cols_, cols_) {}
  // NOLINTNEXTLINE(google-explicit-constructor): a writable view is a readable one
  constexpr operator MatrixView<const T>() const requires(!std::is_const_v<T>) {
    return {data, rows, cols, stride};
  }

  [[nodiscard]] constexpr T* row(std::size_t r) const { return data + r * stride; }
  [[nodiscard]] constexpr T& at(std::size_t r, std::size_t c) const { return data[r * stride + c]; }
  [[nodiscard]] constexpr MatrixView row_range(std::size_t first, std::size_t count) const {
    assert(first + count <= rows);
    return {data + first * stride, count, cols, stride};
  }
  [[nodiscard]] constexpr MatrixView col_range(std::size_t first, std::size_t count) const {
    assert(first + count <= cols);
    return {data + first, rows, count, stride};
  }
};

using Matrix = MatrixView<float>;
using ConstMatrix = MatrixView<const float>;

}  // namespace seqlens::kernels
