#include "reduced/reduced_gemm.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "kernel_table.h"
#include "reduced/units.h"

namespace seqlens::kernels::reduced {
namespace {

// Rows of the left side that are rounded together: they stay in L2 while all panels pass.
constexpr std::size_t kRowBlock = 96;
// Rows of sums that are finished together: they stay in L1 beside the panel.
constexpr std::size_t kFinishedRows = 24;
constexpr std::size_t kLocalBytes = std::size_t{96} << 10U;

/// Rows of the left side in the unit's format: on the stack, but for very long rows.
template <class Number>
class RoundedRows {
 public:
  /// @param stride  numbers from one row to the next
  explicit RoundedRows(std::size_t stride) : stride_(stride) {
    const std::size_t fitting = kLocalBytes / (stride * sizeof(Number)) / kTileRows * kTileRows;
    rows_ = std::clamp(fitting, kTileRows, kRowBlock);
    if (fitting > 0) return;
    far_.reserve((rows_ * stride * sizeof(Number) + sizeof(float) - 1) / sizeof(float));
    data_ = reinterpret_cast<Number*>(far_.data());
  }
  RoundedRows(const RoundedRows&) = delete;
  RoundedRows& operator=(const RoundedRows&) = delete;

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] Number* row(std::size_t r) { return data_ + r * stride_; }

 private:
  std::size_t stride_;
  std::size_t rows_;
  AlignedBuffer far_;
  alignas(64) std::byte near_[kLocalBytes];
  Number* data_ = reinterpret_cast<Number*>(near_);
};

class Bf16Left {
 public:
  Bf16Left(std::size_t columns, const Bf16Unit& unit)
      : unit_(unit), columns_(columns), pairs_((columns + 1) / 2), rounded_(2 * pairs_) {}

  [[nodiscard]] std::size_t rows() const { return rounded_.rows(); }
  void round(ConstMatrix a) {
    for (std::size_t r = 0; r < a.rows; ++r) {
      rounded_.row(r)[2 * pairs_ - 1] = 0;
      unit_.round(a.row(r), columns_, rounded_.row(r));
    }
  }
  void multiply(std::size_t first, std::size_t count, const PackedMatrix& b, std::size_t panel, float* sums) {
    unit_.multiply({rounded_.row(first), rounded_.stride(), count, b.bf16_panel(panel), kPanelWidth, pairs_,
                    sums, kPanelWidth});
  }

 private:
  const Bf16Unit& unit_;
  std::size_t columns_;
  std::size_t pairs_;
  RoundedRows<std::uint16_t> rounded_;
};

class Int8Left {
 public:
  Int8Left(std::size_t columns, const Int8Unit& unit)
      : unit_(unit), columns_(columns), quads_((columns + 3) / 4), rounded_(4 * quads_) {}

  [[nodiscard]] std::size_t rows() const { return rounded_.rows(); }
  void round(ConstMatrix a) {
    for (std::size_t r = 0; r < a.rows; ++r) {
      // The panel is zero there, so what stands on the left is of no account; it must only be something.
      std::fill(rounded_.row(r) + columns_, rounded_.row(r) + 4 * quads_, std::uint8_t{128});
      scales_[r] = unit_.quantise(a.row(r), columns_, rounded_.row(r));
    }
  }
  void multiply(std::size_t first, std::size_t count, const PackedMatrix& b, std::size_t panel, float* sums) {
    const Int8Columns columns{b.scales() + panel * kPanelWidth, b.offsets() + panel * kPanelWidth};
    unit_.multiply(rounded_.row(first), rounded_.stride(), count, scales_.data() + first, b.int8_panel(panel),
                   quads_, columns, sums);
  }

 private:
  const Int8Unit& unit_;
  std::size_t columns_;
  std::size_t quads_;
  RoundedRows<std::uint8_t> rounded_;
  std::array<float, kRowBlock> scales_{};
};

/// The part of an epilogue that belongs to a block of the output.
Epilogue part_of(const Epilogue& whole, std::size_t row, std::size_t rows, std::size_t col,
                 std::size_t cols) {
  Epilogue part = whole;
  if (part.bias != nullptr) part.bias += col;
  if (part.residual.data != nullptr) part.residual = part.residual.row_range(row, rows).col_range(col, cols);
  return part;
}

template <class Left>
void multiply(Left& left, ConstMatrix a, const PackedMatrix& b, Matrix c, const Epilogue& epilogue) {
  const KernelTable& table = active_table();
  alignas(64) std::array<float, kFinishedRows * kPanelWidth> sums;
  for (std::size_t row = 0; row < a.rows; row += left.rows()) {
    const std::size_t rows = std::min(left.rows(), a.rows - row);
    left.round(a.row_range(row, rows));
    for (std::size_t col = 0; col < c.cols; col += kPanelWidth) {
      const std::size_t cols = std::min(kPanelWidth, c.cols - col);
      for (std::size_t r = 0; r < rows; r += kFinishedRows) {
        const std::size_t part = std::min(kFinishedRows, rows - r);
        left.multiply(r, part, b, col / kPanelWidth, sums.data());
        table.finish_sums({sums.data(), part, cols, kPanelWidth},
                          c.row_range(row + r, part).col_range(col, cols),
                          part_of(epilogue, row + r, part, col, cols));
      }
    }
  }
}

}  // namespace

void gemm(ConstMatrix a, const PackedMatrix& b, Matrix c, const Epilogue& epilogue) {
  assert(a.cols > 0);
  if (b.precision() == Precision::bf16) {
    Bf16Left left(a.cols, bf16_unit());
    multiply(left, a, b, c, epilogue);
  } else {
    Int8Left left(a.cols, int8_unit());
    multiply(left, a, b, c, epilogue);
  }
}

}  // namespace seqlens::kernels::reduced
