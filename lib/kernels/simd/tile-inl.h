// The microkernel under every product: a tile of kRows x (16 kVectors) outputs stays in registers while k
// runs.
#if defined(SEQLENS_KERNELS_TILE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef SEQLENS_KERNELS_TILE_INL_H
#undef SEQLENS_KERNELS_TILE_INL_H
#else
#define SEQLENS_KERNELS_TILE_INL_H
#endif

#include "simd/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {

#if HWY_TARGET == HWY_AVX2
constexpr size_t kPanelVectors = 1;
#else
constexpr size_t kPanelVectors = 4;
#endif
constexpr size_t kPanelWidth = kPanelVectors * kLanes;

/// Rows of a tile that is `vectors` wide: as many as the registers hold (AVX2 16: 6 x 16 needs 15; AVX-512
/// 32), and enough chains to hide 4 cycles of latency on 2 units.
constexpr size_t tile_rows(size_t vectors) {
#if HWY_TARGET == HWY_AVX2
  return vectors == 1 ? 6 : 0;
#else
  return vectors == 4 ? 6 : vectors == 3 ? 8 : 12;
#endif
}

/// What one tile multiplies: element (r, k) of the left side is a[r * a_row + k * a_step]; row k of the right
/// side starts at b + k * b_step and is read in whole vectors.
struct TileInput {
  const float* a;
  size_t a_row;
  size_t a_step;
  const float* b;
  size_t b_step;
  size_t steps;
};

template <size_t kRows, size_t kVectors>
struct Tile {
  Lanes sum[kRows][kVectors];

  HWY_INLINE void clear() {
    HWY_UNROLL(12)
    for (size_t r = 0; r < kRows; ++r) {
      HWY_UNROLL(4)
      for (size_t v = 0; v < kVectors; ++v) sum[r][v] = zero_lanes();
    }
  }

  /// Of the rows at c, the first `cols` columns.
  HWY_INLINE void load_from(const float* c, size_t c_row, size_t cols) {
    if (cols == kVectors * kLanes) return load_all(c, c_row, AllLanes());
    load_all(c, c_row, first_lanes(cols - (kVectors - 1) * kLanes));
  }
  HWY_INLINE void store_to(float* c, size_t c_row, size_t cols) const {
    if (cols == kVectors * kLanes) return store_all(c, c_row, AllLanes());
    store_all(c, c_row, first_lanes(cols - (kVectors - 1) * kLanes));
  }

  template <class Mask>
  HWY_INLINE void load_all(const float* c, size_t c_row, Mask last) {
    HWY_UNROLL(12)
    for (size_t r = 0; r < kRows; ++r) {
      HWY_UNROLL(4)
      for (size_t v = 0; v + 1 < kVectors; ++v) sum[r][v] = load(c + r * c_row + v * kLanes);
      sum[r][kVectors - 1] = load(c + r * c_row + (kVectors - 1) * kLanes, last);
    }
  }
  template <class Mask>
  HWY_INLINE void store_all(float* c, size_t c_row, Mask last) const {
    HWY_UNROLL(12)
    for (size_t r = 0; r < kRows; ++r) {
      HWY_UNROLL(4)
      for (size_t v = 0; v + 1 < kVectors; ++v) store(sum[r][v], c + r * c_row + v * kLanes);
      store(sum[r][kVectors - 1], c + r * c_row + (kVectors - 1) * kLanes, last);
    }
  }

  /// sum += a b, one chain of fused multiply-adds over k for each output.
  HWY_INLINE void multiply(const TileInput& in, size_t row) {
    const float* HWY_RESTRICT a = in.a + row * in.a_row;
    const float* HWY_RESTRICT b = in.b;
    const size_t a_row = in.a_row;
    const size_t a_step = in.a_step;
    const size_t b_step = in.b_step;
    for (size_t k = in.steps; k != 0; --k) {
      Lanes right[kVectors];
      HWY_UNROLL(4)
      for (size_t v = 0; v < kVectors; ++v) right[v] = load(b + v * kLanes);
      HWY_UNROLL(12)
      for (size_t r = 0; r < kRows; ++r) {
        const Lanes left = broadcast(a[r * a_row]);
        HWY_UNROLL(4)
        for (size_t v = 0; v < kVectors; ++v) sum[r][v] = fma(left, right[v], sum[r][v]);
      }
      a += a_step;
      b += b_step;
    }
  }
};

/// One tile. Output::start sets its sums, Output::finish takes them; both get the tile's first row.
template <size_t kRows, size_t kVectors, class Output>
HWY_NOINLINE void run_tile(const TileInput& in, size_t row, const Output& out) {
  Tile<kRows, kVectors> tile;
  out.start(tile, row);
  tile.multiply(in, row);
  out.finish(tile, row);
}

/// The rows that are left over below a whole tile.
template <size_t kRows, size_t kVectors, class Output>
HWY_INLINE void run_last_tile(const TileInput& in, size_t row, size_t rows, const Output& out) {
  if constexpr (kRows > 0) {
    if (rows == kRows) return run_tile<kRows, kVectors>(in, row, out);
    run_last_tile<kRows - 1, kVectors>(in, row, rows, out);
  }
}

template <size_t kVectors, class Output>
void run_rows_of(const TileInput& in, size_t rows, const Output& out) {
  constexpr size_t kRows = tile_rows(kVectors);
  size_t row = 0;
  for (; row + kRows <= rows; row += kRows) run_tile<kRows, kVectors>(in, row, out);
  run_last_tile<kRows - 1, kVectors>(in, row, rows - row, out);
}

/// All tiles of `rows` rows and `cols` columns, cols <= kPanelWidth.
template <class Output>
void run_rows(const TileInput& in, size_t rows, size_t cols, const Output& out) {
#if HWY_TARGET == HWY_AVX2
  static_cast<void>(cols);
  run_rows_of<1>(in, rows, out);
#else
  switch ((cols + kLanes - 1) / kLanes) {
    case 1:
      return run_rows_of<1>(in, rows, out);
    case 2:
      return run_rows_of<2>(in, rows, out);
    case 3:
      return run_rows_of<3>(in, rows, out);
    default:
      return run_rows_of<4>(in, rows, out);
  }
#endif
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
