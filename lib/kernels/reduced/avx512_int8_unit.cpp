// Compiled for AVX512_VNNI alone: no std templates here.
#include "reduced/avx512_lanes.h"
#include "reduced/units.h"

namespace seqlens::kernels::reduced {
namespace {

constexpr std::size_t kVectors = kPanelWidth / 16;
constexpr float kSmallestPeak = 1e-30F;  // as in emulated_units.cpp

/// Largest |x|; NaN when an x is not finite.
float peak_of(const float* x, std::size_t n) {
  __m512 peak = _mm512_setzero_ps();
  __mmask16 not_finite = 0;
  for (std::size_t i = 0; i < n; i += 16) {
    const __m512 size = _mm512_abs_ps(_mm512_maskz_loadu_ps(first_lanes(n - i), x + i));
    not_finite |= _mm512_cmp_ps_mask(size, _mm512_set1_ps(__builtin_inff()), _CMP_NLT_UQ);
    peak = _mm512_max_ps(size, peak);
  }
  return not_finite != 0 ? __builtin_nanf("") : _mm512_reduce_max_ps(peak);
}

float quantise(const float* x, std::size_t n, std::uint8_t* out) {
  const float peak = peak_of(x, n);
  const bool scaled = peak > kSmallestPeak;
  const __m512 inverse = _mm512_set1_ps(scaled ? 127.0F / peak : 0.0F);
  for (std::size_t i = 0; i < n; i += 16) {
    const __mmask16 mask = first_lanes(n - i);
    const __mmask16 read = scaled ? mask : static_cast<__mmask16>(0);  // zeros for what has no scale
    const __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_maskz_loadu_ps(read, x + i), inverse));
    const __m128i shifted = _mm512_cvtepi32_epi8(_mm512_add_epi32(whole, _mm512_set1_epi32(128)));
    if (n - i >= 16)  // a masked store of bytes is slow on Zen 4
      _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), shifted);
    else
      _mm_mask_storeu_epi8(out + i, mask, shifted);
  }
  if (peak != peak) return peak;
  return scaled ? peak / 127.0F : 0.0F;
}

/// sum += a b in fours. Assembler, since g++ 12 spills the sums of _mm512_dpbusd_epi32 (half the speed).
inline void multiply_quads(__m512i& sum, __m512i a, __m512i b) {
  __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
}

template <std::size_t kRows>
void multiply_rows(const std::uint8_t* a, std::size_t a_stride, const float* row_scales,
                   const std::int8_t* panel, std::size_t quads, const Int8Columns& columns, float* sums) {
  __m512i sum[kRows][kVectors];
#pragma GCC unroll 6
  for (std::size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) sum[r][v] = _mm512_loadu_si512(columns.offsets + 16 * v);
  }
  for (std::size_t quad = 0; quad < quads; ++quad, panel += 4 * kPanelWidth) {
    __m512i right[kVectors];
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) right[v] = _mm512_load_si512(panel + 64 * v);
#pragma GCC unroll 6
    for (std::size_t r = 0; r < kRows; ++r) {
      int four;
      __builtin_memcpy(&four, a + r * a_stride + 4 * quad, sizeof(four));
      const __m512i left = _mm512_set1_epi32(four);
#pragma GCC unroll 4
      for (std::size_t v = 0; v < kVectors; ++v) multiply_quads(sum[r][v], left, right[v]);
    }
  }
#pragma GCC unroll 6
  for (std::size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) {
      const __m512 scale =
          _mm512_mul_ps(_mm512_set1_ps(row_scales[r]), _mm512_loadu_ps(columns.scales + 16 * v));
      _mm512_storeu_ps(sums + r * kPanelWidth + 16 * v, _mm512_mul_ps(_mm512_cvtepi32_ps(sum[r][v]), scale));
    }
  }
}

void multiply_last(const std::uint8_t* a, std::size_t a_stride, std::size_t rows, const float* row_scales,
                   const std::int8_t* panel, std::size_t quads, const Int8Columns& columns, float* sums) {
  switch (rows) {
    case 0:
      return;
    case 1:
      return multiply_rows<1>(a, a_stride, row_scales, panel, quads, columns, sums);
    case 2:
      return multiply_rows<2>(a, a_stride, row_scales, panel, quads, columns, sums);
    case 3:
      return multiply_rows<3>(a, a_stride, row_scales, panel, quads, columns, sums);
    case 4:
      return multiply_rows<4>(a, a_stride, row_scales, panel, quads, columns, sums);
    default:
      return multiply_rows<5>(a, a_stride, row_scales, panel, quads, columns, sums);
  }
}

void multiply(const std::uint8_t* a, std::size_t a_stride, std::size_t rows, const float* row_scales,
              const std::int8_t* panel, std::size_t quads, const Int8Columns& columns, float* sums) {
  for (; rows >= kTileRows; rows -= kTileRows) {
    multiply_rows<kTileRows>(a, a_stride, row_scales, panel, quads, columns, sums);
    a += kTileRows * a_stride;
    row_scales += kTileRows;
    sums += kTileRows * kPanelWidth;
  }
  multiply_last(a, a_stride, rows, row_scales, panel, quads, columns, sums);
}

}  // namespace

const Int8Unit& avx512_int8_unit() {
  static constexpr Int8Unit unit{quantise, multiply};
  return unit;
}

}  // namespace seqlens::kernels::reduced
