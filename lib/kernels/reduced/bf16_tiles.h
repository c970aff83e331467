#pragma once

// Included by files that are compiled for one instruction set: no std templates here.
#include "reduced/avx512_lanes.h"
#include "reduced/units.h"

namespace seqlens::kernels::reduced {
namespace {

/// A tile of kRows x (16 kVectors) sums in registers. `Step` is how one pair is multiplied: Step::add(sum, a,
/// b).
template <class Step, std::size_t kRows, std::size_t kVectors>
void multiply_tile(const Bf16Product& in, std::size_t row) {
  const std::uint16_t* a = in.a + row * in.a_stride;
  const std::uint16_t* b = in.b;
  const std::size_t a_stride = in.a_stride;
  __m512 sum[kRows][kVectors];
#pragma GCC unroll 12
  for (std::size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) sum[r][v] = _mm512_setzero_ps();
  }
  for (std::size_t pair = in.pairs; pair != 0; --pair, a += 2, b += 32 * kVectors) {
    typename Step::Operand right[kVectors];
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) right[v] = Step::operand(_mm512_load_si512(b + 32 * v));
#pragma GCC unroll 12
    for (std::size_t r = 0; r < kRows; ++r) {
      int both;
      __builtin_memcpy(&both, a + r * a_stride, sizeof(both));
      const auto left = Step::operand(_mm512_set1_epi32(both));
#pragma GCC unroll 4
      for (std::size_t v = 0; v < kVectors; ++v) Step::add(sum[r][v], left, right[v]);
    }
  }
  float* out = in.sums + row * in.sums_stride;
#pragma GCC unroll 12
  for (std::size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) _mm512_storeu_ps(out + r * in.sums_stride + 16 * v, sum[r][v]);
  }
}

/// The rows that are left over below a whole tile.
template <class Step, std::size_t kRows, std::size_t kVectors>
void multiply_last_tile(const Bf16Product& in, std::size_t row) {
  if constexpr (kRows > 0) {
    if (in.rows - row == kRows) return multiply_tile<Step, kRows, kVectors>(in, row);
    multiply_last_tile<Step, kRows - 1, kVectors>(in, row);
  }
}

template <class Step, std::size_t kVectors>
void multiply_width(const Bf16Product& in) {
  constexpr std::size_t kRows = Step::rows(kVectors);
  std::size_t row = 0;
  for (; row + kRows <= in.rows; row += kRows) multiply_tile<Step, kRows, kVectors>(in, row);
  multiply_last_tile<Step, kRows - 1, kVectors>(in, row);
}

template <class Step>
void multiply_pairs(const Bf16Product& in) {
  switch (in.width / 16) {
    case 1:
      return multiply_width<Step, 1>(in);
    case 2:
      return multiply_width<Step, 2>(in);
    case 3:
      return multiply_width<Step, 3>(in);
    default:
      return multiply_width<Step, 4>(in);
  }
}

}  // namespace
}  // namespace seqlens::kernels::reduced
