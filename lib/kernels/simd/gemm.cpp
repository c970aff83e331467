#include "simd/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/gemm.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernel_table.h"
#include "simd/fill_table.h"
#include "simd/functions-inl.h"
#include "simd/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace seqlens::kernels::HWY_NAMESPACE {
namespace {

/// Where a tile of the product goes. `cols` of its columns exist.
struct TileOutput {
  float* c;
  size_t c_row;
  size_t cols;
  const float* bias;
  const float* residual;
  size_t residual_row;
  Activation activation;
  bool resume;   ///< c holds the sums of the k before
  bool pending;  ///< more k will follow: store the sums as they are
};

template <class Function>
HWY_INLINE void finish_rows(const float* tile, size_t rows, size_t width, const TileOutput& out) {
  for (size_t first = 0; first < out.cols; first += kLanes) {
    const LaneMask mask = first_lanes(HWY_MIN(kLanes, out.cols - first));
    const Lanes bias = out.bias != nullptr ? load(out.bias + first, mask) : zero_lanes();
    for (size_t r = 0; r < rows; ++r) {
      Lanes x = load(tile + r * width + first);
      if (out.bias != nullptr) x = x + bias;
      x = Function::value(x);
      if (out.residual != nullptr) x = x + load(out.residual + r * out.residual_row + first, mask);
      store(x, out.c + r * out.c_row + first, mask);
    }
  }
}

/// The general epilogue, from a tile in memory.
HWY_NOINLINE void finish_tile(const float* tile, size_t rows, size_t width, const TileOutput& out) {
  with_activation(out.activation,
                  [&](auto function) HWY_ATTR { finish_rows<decltype(function)>(tile, rows, width, out); });
}

template <size_t kRows, size_t kVectors>
HWY_INLINE void store_whole_tile(Tile<kRows, kVectors>& tile, const TileOutput& out) {
  HWY_UNROLL(4)
  for (size_t v = 0; v < kVectors; ++v) {
    if (out.bias != nullptr) {
      const Lanes bias = load(out.bias + v * kLanes);
      HWY_UNROLL(12)
      for (size_t r = 0; r < kRows; ++r) tile.sum[r][v] = tile.sum[r][v] + bias;
    }
    HWY_UNROLL(12)
    for (size_t r = 0; r < kRows; ++r) {
      Lanes x = tile.sum[r][v];
      if (out.residual != nullptr) x = x + load(out.residual + r * out.residual_row + v * kLanes);
      store(x, out.c + r * out.c_row + v * kLanes);
    }
  }
}

template <size_t kRows, size_t kVectors>
HWY_NOINLINE void gemm_tile(const TileInput& in, const TileOutput& out) {
  Tile<kRows, kVectors> tile;
  if (out.resume) {
    tile.load_from(out.c, out.c_row, out.cols);
  } else {
    tile.clear();
  }
  tile.multiply(in);
  if (out.pending) {
    tile.store_to(out.c, out.c_row, out.cols);
    return;
  }
  if (out.activation == Activation::none && out.cols == kVectors * kLanes) {
    store_whole_tile(tile, out);
    return;
  }
  HWY_ALIGN float values[kRows * kVectors * kLanes];
  HWY_UNROLL(12)
  for (size_t r = 0; r < kRows; ++r) {
    HWY_UNROLL(4)
    for (size_t v = 0; v < kVectors; ++v) store(tile.sum[r][v], values + (r * kVectors + v) * kLanes);
  }
  finish_tile(values, kRows, kVectors * kLanes, out);
}

using GemmTile = void (*)(const TileInput&, const TileOutput&);

/// gemm_tile for any size up to the largest tile.
template <size_t kVectors, size_t kRows = tile_rows(kVectors)>
GemmTile gemm_tile_of(size_t rows) {
  if constexpr (kRows == 1) {
    return gemm_tile<1, kVectors>;
  } else {
    return rows == kRows ? gemm_tile<kRows, kVectors> : gemm_tile_of<kVectors, kRows - 1>(rows);
  }
}

/// All rows of `a` with one panel.
template <size_t kVectors>
void gemm_panel(TileInput in, size_t rows, TileOutput out) {
  constexpr size_t kRows = tile_rows(kVectors);
  for (; rows >= kRows; rows -= kRows) {
    gemm_tile<kRows, kVectors>(in, out);
    in.a += kRows * in.a_row;
    out.c += kRows * out.c_row;
    if (out.residual != nullptr) out.residual += kRows * out.residual_row;
  }
  if (rows > 0) gemm_tile_of<kVectors>(rows)(in, out);
}

void gemm_panel(const TileInput& in, size_t rows, const TileOutput& out) {
#if HWY_TARGET == HWY_AVX2
  gemm_panel<1>(in, rows, out);
#else
  switch ((out.cols + kLanes - 1) / kLanes) {
    case 1:
      return gemm_panel<1>(in, rows, out);
    case 2:
      return gemm_panel<2>(in, rows, out);
    case 3:
      return gemm_panel<3>(in, rows, out);
    default:
      return gemm_panel<4>(in, rows, out);
  }
#endif
}

// 96 rows of a stay in L2 while all panels pass; 512 steps of a panel are 128 KiB (32 KiB on AVX2), so that
// six rows of a and the panel do not chase each other out. Blocks of 128 to 4096 steps differ by less than
// the noise on Zen 5.
constexpr size_t kRowBlock = 96;
constexpr size_t kStepBlock = 512;

/// Whether c may hold sums in between, which a residual in the same memory would not survive.
bool may_store_sums(ConstMatrix c, ConstMatrix residual) {
  if (residual.data == nullptr) return true;
  const float* c_end = c.data + c.rows * c.stride;
  const float* residual_end = residual.data + residual.rows * residual.stride;
  return c_end <= residual.data || residual_end <= c.data;
}

void gemm(ConstMatrix a, const PackedMatrix& b, Matrix c, const Epilogue& epilogue) {
  const size_t step_block = may_store_sums(c, epilogue.residual) ? kStepBlock : a.cols;
  for (size_t row = 0; row < a.rows; row += kRowBlock) {
    const size_t rows = HWY_MIN(kRowBlock, a.rows - row);
    for (size_t step = 0; step == 0 || step < a.cols; step += step_block) {
      const size_t steps = HWY_MIN(step_block, a.cols - step);
      for (size_t first = 0; first < c.cols; first += kPanelWidth) {
        const float* panel = b.panel(first / kPanelWidth) + step * kPanelWidth;
        TileOutput out;
        out.c = c.data + row * c.stride + first;
        out.c_row = c.stride;
        out.cols = HWY_MIN(kPanelWidth, c.cols - first);
        out.bias = epilogue.bias != nullptr ? epilogue.bias + first : nullptr;
        out.residual_row = epilogue.residual.stride;
        out.residual = epilogue.residual.data != nullptr
                           ? epilogue.residual.data + row * out.residual_row + first
                           : nullptr;
        out.activation = epilogue.activation;
        out.resume = step > 0;
        out.pending = step + steps < a.cols;
        gemm_panel({a.data + row * a.stride + step, a.stride, 1, panel, kPanelWidth, steps}, rows, out);
      }
    }
  }
}

}  // namespace

void fill_gemm(KernelTable& table) {
  table.panel_width = kPanelWidth;
  table.gemm = gemm;
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace seqlens::kernels {

void fill_gemm(KernelTable& avx2, KernelTable& avx512) {
  N_AVX2::fill_gemm(avx2);
  N_AVX3::fill_gemm(avx512);
}

}  // namespace seqlens::kernels
#endif
