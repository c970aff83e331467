#include "simd/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/gemm_transposed.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernel_table.h"
#include "simd/fill_table.h"
#include "simd/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {
namespace {

// c += a^T b as tiles of c: six of its rows (columns of a) by a panel of its columns. Both sides are packed,
// because a column of a touches a new cache line (and soon a new page) at each step.
constexpr size_t kTileRows = 6;
constexpr size_t kPackedStep = 8;   // six values and two unused: one aligned vector
constexpr size_t kStepBlock = 384;  // rows of a and b at a time: a packed panel of 96 KiB

constexpr size_t kTilesTogether = 8;  // 48 columns: three cache lines of a row of a, read once

/// Where the packed tiles begin: one cache line apart from a multiple of 4096 bytes, or their rows would all
/// be stored into the same cache sets.
constexpr size_t packed_tile(size_t steps) {
  return steps * kPackedStep + kLanes;
}

/// out[t * packed_tile + k * 8 + r] = a[k][6 t + r]; a has at most 48 columns.
void pack_left(ConstMatrix a, float* HWY_RESTRICT out) {
  const hn::FixedTag<float, 8> eight;
  const size_t tiles = (a.cols + kTileRows - 1) / kTileRows;
  const auto six = hn::FirstN(eight, kTileRows);
  const auto last = hn::FirstN(eight, a.cols - (tiles - 1) * kTileRows);
  for (size_t k = 0; k < a.rows; ++k) {
    const float* in = a.data + k * a.stride;
    float* place = out + k * kPackedStep;
    for (size_t t = 0; t + 1 < tiles; ++t, in += kTileRows, place += packed_tile(a.rows)) {
      hn::StoreU(hn::MaskedLoad(six, eight, in), eight, place);
    }
    hn::StoreU(hn::MaskedLoad(last, eight, in), eight, place);
  }
}

/// out[k * kPanelWidth + j] = b[k][j] for j < cols, 0 up to the next whole vector.
void pack_right(const float* b, size_t stride, size_t steps, size_t cols, float* HWY_RESTRICT out) {
  const size_t whole = cols / kLanes * kLanes;
  const LaneMask mask = first_lanes(cols - whole);
  for (size_t k = 0; k < steps; ++k, b += stride, out += kPanelWidth) {
    for (size_t j = 0; j < whole; j += kLanes) store(load(b + j), out + j);
    if (whole < cols) store(load(b + whole, mask), out + whole);
  }
}

struct Accumulate {
  float* c;
  size_t c_row;
  size_t cols;

  template <size_t kRows, size_t kVectors>
  HWY_INLINE void start(Tile<kRows, kVectors>& tile, size_t row) const {
    tile.load_from(c + row * c_row, c_row, cols);
  }
  template <size_t kRows, size_t kVectors>
  HWY_INLINE void finish(Tile<kRows, kVectors>& tile, size_t row) const {
    tile.store_to(c + row * c_row, c_row, cols);
  }
};

/// gemm_transposed_accumulate for at most kStepBlock rows.
void accumulate_block(ConstMatrix a, ConstMatrix b, Matrix c, float* packed_left, float* packed_right) {
  const size_t steps = a.rows;
  constexpr size_t kColumns = kTilesTogether * kTileRows;
  for (size_t row = 0; row < c.rows; row += kColumns) {
    pack_left({a.data + row, steps, HWY_MIN(kColumns, c.rows - row), a.stride},
              packed_left + row / kTileRows * packed_tile(steps));
  }
  for (size_t col = 0; col < c.cols; col += kPanelWidth) {
    const size_t cols = HWY_MIN(kPanelWidth, c.cols - col);
    pack_right(b.data + col, b.stride, steps, cols, packed_right);
    for (size_t row = 0; row < c.rows; row += kTileRows) {
      const float* left = packed_left + row / kTileRows * packed_tile(steps);
      const Accumulate out = {c.data + row * c.stride + col, c.stride, cols};
      run_rows({left, 1, kPackedStep, packed_right, kPanelWidth, steps}, HWY_MIN(kTileRows, c.rows - row),
               cols, out);
    }
  }
}

void gemm_transposed_accumulate(ConstMatrix a, ConstMatrix b, Matrix c, AlignedBuffer& workspace) {
  const size_t tiles = (c.rows + kTileRows - 1) / kTileRows;
  const size_t block = HWY_MIN(kStepBlock, a.rows);
  workspace.reserve(block * kPanelWidth + tiles * packed_tile(block));
  float* packed_right = workspace.data();
  float* packed_left = packed_right + block * kPanelWidth;
  for (size_t first = 0; first < a.rows; first += kStepBlock) {
    const size_t steps = HWY_MIN(kStepBlock, a.rows - first);
    accumulate_block({a.data + first * a.stride, steps, a.cols, a.stride},
                     {b.data + first * b.stride, steps, b.cols, b.stride}, c, packed_left, packed_right);
  }
}

/// kVectors vectors of columns at a time stay in registers.
template <size_t kVectors, class Mask>
HWY_INLINE void sum_columns(ConstMatrix a, size_t col, Mask mask, float* out) {
  Lanes sum[kVectors];
  HWY_UNROLL(4)
  for (size_t v = 0; v < kVectors; ++v) sum[v] = load(out + col + v * kLanes, mask);
  for (size_t m = 0; m < a.rows; ++m) {
    const float* row = a.data + m * a.stride + col;
    HWY_UNROLL(4)
    for (size_t v = 0; v < kVectors; ++v) sum[v] = sum[v] + load(row + v * kLanes, mask);
  }
  HWY_UNROLL(4)
  for (size_t v = 0; v < kVectors; ++v) store(sum[v], out + col + v * kLanes, mask);
}

void sum_rows_accumulate(ConstMatrix a, float* out) {
  size_t col = 0;
  for (; col + 4 * kLanes <= a.cols; col += 4 * kLanes) sum_columns<4>(a, col, AllLanes(), out);
  for (; col + kLanes <= a.cols; col += kLanes) sum_columns<1>(a, col, AllLanes(), out);
  if (col < a.cols) sum_columns<1>(a, col, first_lanes(a.cols - col), out);
}

}  // namespace

void fill_gemm_transposed(KernelTable& table) {
  table.gemm_transposed_accumulate = gemm_transposed_accumulate;
  table.sum_rows_accumulate = sum_rows_accumulate;
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
