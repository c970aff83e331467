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

/// Where the rows of the product with one panel go. `cols` of the panel's columns exist.
struct GemmOutput {
  float* c;
  size_t c_row;
  size_t cols;
  const float* bias;
  const float* residual;
  size_t residual_row;
  Activation activation;
  bool resume;   ///< c holds the sums of the k before
  bool pending;  ///< more k will follow: store the sums as they are

  template <size_t kRows, size_t kVectors>
  HWY_INLINE void start(Tile<kRows, kVectors>& tile, size_t row) const {
    if (resume) {
      tile.load_from(c + row * c_row, c_row, cols);
    } else {
      tile.clear();
    }
  }

  template <size_t kRows, size_t kVectors>
  HWY_INLINE void finish(Tile<kRows, kVectors>& tile, size_t row) const;
};

template <class Function>
HWY_INLINE void finish_rows(const float* tile, size_t rows, size_t width, const GemmOutput& out, size_t row) {
  for_each_lanes(out.cols, [&](size_t first, auto mask) HWY_ATTR {
    const Lanes bias = out.bias != nullptr ? load(out.bias + first, mask) : zero_lanes();
    for (size_t r = 0; r < rows; ++r) {
      Lanes x = load(tile + r * width + first);
      if (out.bias != nullptr) x = x + bias;
      x = Function::value(x);
      if (out.residual != nullptr) x = x + load(out.residual + (row + r) * out.residual_row + first, mask);
      store(x, out.c + (row + r) * out.c_row + first, mask);
    }
  });
}

/// The general epilogue, from a tile in memory.
HWY_NOINLINE void finish_from_memory(const float* tile, size_t rows, size_t width, const GemmOutput& out,
                                     size_t row) {
  with_activation(out.activation, [&](auto function) HWY_ATTR {
    finish_rows<decltype(function)>(tile, rows, width, out, row);
  });
}

/// Bias and residual on a tile of whole vectors, in registers.
template <size_t kRows, size_t kVectors>
HWY_INLINE void finish_in_registers(Tile<kRows, kVectors>& tile, const GemmOutput& out, size_t row) {
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
      if (out.residual != nullptr) x = x + load(out.residual + (row + r) * out.residual_row + v * kLanes);
      store(x, out.c + (row + r) * out.c_row + v * kLanes);
    }
  }
}

template <size_t kRows, size_t kVectors>
HWY_INLINE void GemmOutput::finish(Tile<kRows, kVectors>& tile, size_t row) const {
  if (pending) {
    tile.store_to(c + row * c_row, c_row, cols);
  } else if (activation == Activation::none && cols == kVectors * kLanes) {
    finish_in_registers(tile, *this, row);
  } else {
    HWY_ALIGN float values[kRows * kVectors * kLanes];
    tile.store_to(values, kVectors * kLanes, kVectors * kLanes);
    finish_from_memory(values, kRows, kVectors * kLanes, *this, row);
  }
}

// 96 rows of a stay in L2 while all panels pass; 512 steps of a panel are 128 KiB (32 KiB on AVX2), so that
// six rows of a and the panel do not chase each other out. Blocks of 128 to 4096 steps differ by less than
// the noise on Zen 5.
constexpr size_t kRowBlock = 96;
constexpr size_t kStepBlock = 512;

/// Whether c may hold sums in between, which a residual in the same memory would not survive.
bool may_store_sums(ConstMatrix c, ConstMatrix residual) {
  if (residual.data == nullptr) return true;
  const float* c_last = c.data + (c.rows - 1) * c.stride + c.cols;
  const float* residual_last = residual.data + (c.rows - 1) * residual.stride + c.cols;
  return c_last <= residual.data || residual_last <= c.data;
}

void gemm(ConstMatrix a, const PackedMatrix& b, Matrix c, const Epilogue& epilogue) {
  if (c.rows == 0) return;
  const size_t step_block = may_store_sums(c, epilogue.residual) ? kStepBlock : HWY_MAX(a.cols, 1);
  for (size_t row = 0; row < a.rows; row += kRowBlock) {
    const size_t rows = HWY_MIN(kRowBlock, a.rows - row);
    for (size_t step = 0; step == 0 || step < a.cols; step += step_block) {
      const size_t steps = HWY_MIN(step_block, a.cols - step);
      for (size_t first = 0; first < c.cols; first += kPanelWidth) {
        const float* panel = b.panel(first / kPanelWidth) + step * kPanelWidth;
        GemmOutput out;
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
        run_rows({a.data + row * a.stride + step, a.stride, 1, panel, kPanelWidth, steps}, rows, out.cols,
                 out);
      }
    }
  }
}

void finish_sums(ConstMatrix sums, Matrix c, const Epilogue& epilogue) {
  GemmOutput out;
  out.c = c.data;
  out.c_row = c.stride;
  out.cols = c.cols;
  out.bias = epilogue.bias;
  out.residual = epilogue.residual.data;
  out.residual_row = epilogue.residual.stride;
  out.activation = epilogue.activation;
  out.resume = out.pending = false;
  finish_from_memory(sums.data, sums.rows, sums.stride, out, 0);
}

}  // namespace

void fill_gemm(KernelTable& table) {
  table.panel_width = kPanelWidth;
  table.gemm = gemm;
  table.finish_sums = finish_sums;
}

}  // namespace seqlens::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
