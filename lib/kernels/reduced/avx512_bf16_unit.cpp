// Compiled for AVX512_BF16 alone: no std templates here.
#include <immintrin.h>

#include "reduced/units.h"

namespace seqlens::kernels::reduced {
namespace {

constexpr std::size_t kVectors = kPanelWidth / 16;

__mmask16 first_lanes(std::size_t n) {
  return n >= 16 ? static_cast<__mmask16>(0xFFFF) : static_cast<__mmask16>((1U << n) - 1U);
}

void round(const float* x, std::size_t n, std::uint16_t* out) {
  for (std::size_t i = 0; i < n; i += 16) {
    const __mmask16 mask = first_lanes(n - i);
    const __m256bh rounded = _mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(mask, x + i));
    _mm256_mask_storeu_epi16(out + i, mask, reinterpret_cast<__m256i>(rounded));
  }
}

/// sum += a b in pairs; the operand of a is one pair of numbers for all lanes. Assembler, since g++ 12 spills
/// the sums of _mm512_dpbf16_ps.
inline void multiply_pairs(__m512& sum, __m512i a, __m512i b) {
  __asm__("vdpbf16ps %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
}

template <std::size_t kRows>
void multiply_rows(const std::uint16_t* a, std::size_t a_stride, const std::uint16_t* panel,
                   std::size_t pairs, float* sums) {
  __m512 sum[kRows][kVectors];
#pragma GCC unroll 6
  for (std::size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) sum[r][v] = _mm512_setzero_ps();
  }
  for (std::size_t pair = 0; pair < pairs; ++pair, panel += 2 * kPanelWidth) {
    __m512i right[kVectors];
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) right[v] = _mm512_load_si512(panel + 32 * v);
#pragma GCC unroll 6
    for (std::size_t r = 0; r < kRows; ++r) {
      int both;
      __builtin_memcpy(&both, a + r * a_stride + 2 * pair, sizeof(both));
      const __m512i left = _mm512_set1_epi32(both);
#pragma GCC unroll 4
      for (std::size_t v = 0; v < kVectors; ++v) multiply_pairs(sum[r][v], left, right[v]);
    }
  }
#pragma GCC unroll 6
  for (std::size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) _mm512_storeu_ps(sums + r * kPanelWidth + 16 * v, sum[r][v]);
  }
}

void multiply(const std::uint16_t* a, std::size_t a_stride, std::size_t rows, const std::uint16_t* panel,
              std::size_t pairs, float* sums) {
  switch (rows) {
    case 1:
      return multiply_rows<1>(a, a_stride, panel, pairs, sums);
    case 2:
      return multiply_rows<2>(a, a_stride, panel, pairs, sums);
    case 3:
      return multiply_rows<3>(a, a_stride, panel, pairs, sums);
    case 4:
      return multiply_rows<4>(a, a_stride, panel, pairs, sums);
    case 5:
      return multiply_rows<5>(a, a_stride, panel, pairs, sums);
    default:
      return multiply_rows<kTileRows>(a, a_stride, panel, pairs, sums);
  }
}

}  // namespace

const Bf16Unit& avx512_bf16_unit() {
  static constexpr Bf16Unit unit{round, multiply};
  return unit;
}

}  // namespace seqlens::kernels::reduced
