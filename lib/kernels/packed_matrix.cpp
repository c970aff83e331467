#include "seqlens/kernels/packed_matrix.h"

#include <algorithm>

#include "kernel_table.h"

namespace seqlens::kernels {

namespace {

// Rows of the source that are transposed together: one cache line of each panel row.
constexpr std::size_t kTransposeBlock = 16;

}  // namespace

void PackedMatrix::allocate(std::size_t rows, std::size_t cols) {
  rows_ = rows;
  cols_ = cols;
  panel_width_ = active_table().panel_width;
  const std::size_t panels = (cols + panel_width_ - 1) / panel_width_;
  data_.reserve(panels * panel_width_ * rows);
}

void PackedMatrix::pack(ConstMatrix source) {
  allocate(source.rows, source.cols);
  for (std::size_t first = 0, p = 0; first < cols_; first += panel_width_, ++p) {
    const std::size_t width = std::min(panel_width_, cols_ - first);
    float* out = data_.data() + p * rows_ * panel_width_;
    for (std::size_t k = 0; k < rows_; ++k, out += panel_width_) {
      const float* row = source.row(k) + first;
      std::copy(row, row + width, out);
      std::fill(out + width, out + panel_width_, 0.0F);
    }
  }
}

void PackedMatrix::pack_transposed(ConstMatrix source) {
  allocate(source.cols, source.rows);
  for (std::size_t first = 0, p = 0; first < cols_; first += panel_width_, ++p) {
    const std::size_t width = std::min(panel_width_, cols_ - first);
    float* panel = data_.data() + p * rows_ * panel_width_;
    for (std::size_t k = 0; k < rows_; ++k)
      std::fill(panel + k * panel_width_ + width, panel + (k + 1) * panel_width_, 0.0F);
    for (std::size_t block = 0; block < width; block += kTransposeBlock) {
      const std::size_t end = std::min(block + kTransposeBlock, width);
      for (std::size_t k = 0; k < rows_; ++k) {
        for (std::size_t j = block; j < end; ++j) panel[k * panel_width_ + j] = source.at(first + j, k);
      }
    }
  }
}

}  // namespace seqlens::kernels
