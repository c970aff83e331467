#include "seqlens/kernels/packed_matrix.h"

#include <algorithm>

#include "kernel_table.h"
#include "reduced/units.h"

namespace seqlens::kernels {

namespace {

// Rows of the source that are transposed together: one cache line of each panel row.
constexpr std::size_t kTransposeBlock = 16;

}  // namespace

void PackedMatrix::allocate(std::size_t rows, std::size_t cols) {
  rows_ = rows;
  cols_ = cols;
  panel_width_ = active_table().panel_width;
  precision_ = Precision::f32;
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

void PackedMatrix::pack_transposed(ConstMatrix source, Precision precision) {
  if (precision == Precision::bf16) return round_transposed(source);
  if (precision == Precision::int8) return quantise_transposed(source);
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

void PackedMatrix::allocate_reduced(std::size_t rows, std::size_t cols, std::size_t floats_a_panel) {
  rows_ = rows;
  cols_ = cols;
  panel_width_ = reduced::kPanelWidth;
  data_.reserve((cols + panel_width_ - 1) / panel_width_ * floats_a_panel);
  std::fill_n(data_.data(), data_.size(), 0.0F);
}

void PackedMatrix::round_transposed(ConstMatrix source) {
  const std::size_t pairs = (source.cols + 1) / 2;
  allocate_reduced(source.cols, source.rows, pairs * reduced::kPanelWidth);
  precision_ = Precision::bf16;
  std::vector<std::uint16_t> row(2 * pairs);
  for (std::size_t n = 0; n < cols_; ++n) {
    reduced::emulated_bf16_unit().round(source.row(n), rows_, row.data());
    auto* panel = const_cast<std::uint16_t*>(bf16_panel(n / panel_width_));
    for (std::size_t k = 0; k < rows_; ++k)
      panel[(k / 2 * panel_width_ + n % panel_width_) * 2 + k % 2] = row[k];
  }
}

void PackedMatrix::quantise_transposed(ConstMatrix source) {
  const std::size_t quads = (source.cols + 3) / 4;
  allocate_reduced(source.cols, source.rows, quads * reduced::kPanelWidth);
  precision_ = Precision::int8;
  const std::size_t padded = (cols_ + panel_width_ - 1) / panel_width_ * panel_width_;
  scales_.assign(padded, 0.0F);
  offsets_.assign(padded, 0);
  std::vector<std::uint8_t> row(rows_);
  for (std::size_t n = 0; n < cols_; ++n) {
    scales_[n] = reduced::emulated_int8_unit().quantise(source.row(n), rows_, row.data());
    auto* panel = const_cast<std::int8_t*>(int8_panel(n / panel_width_));
    for (std::size_t k = 0; k < rows_; ++k) {
      const int value = row[k] - 128;
      panel[(k / 4 * panel_width_ + n % panel_width_) * 4 + k % 4] = static_cast<std::int8_t>(value);
      offsets_[n] -= 128 * value;
    }
  }
}

const std::uint16_t* PackedMatrix::bf16_panel(std::size_t p) const {
  return reinterpret_cast<const std::uint16_t*>(data_.data() + p * ((rows_ + 1) / 2) * panel_width_);
}

const std::int8_t* PackedMatrix::int8_panel(std::size_t p) const {
  return reinterpret_cast<const std::int8_t*>(data_.data() + p * ((rows_ + 3) / 4) * panel_width_);
}

}  // namespace seqlens::kernels
