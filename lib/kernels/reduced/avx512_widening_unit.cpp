// Compiled for AVX-512 alone: no std templates here.
#include "reduced/bf16_tiles.h"

namespace seqlens::kernels::reduced {
namespace {

constexpr unsigned kFlush = 0x8040;  // subnormals are read and written as zero, as AVX512_BF16 has it

/// As AVX512_BF16 rounds: in integers, since vcvtneps2bf16 belongs to it.
__m512i rounded(__m512 x) {
  const __m512i bits = _mm512_castps_si512(x);
  const __mmask16 subnormal = _mm512_testn_epi32_mask(bits, _mm512_set1_epi32(0x7F800000));
  const __mmask16 nan = _mm512_cmp_ps_mask(x, x, _CMP_UNORD_Q);
  const __m512i last = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
  __m512i upper =
      _mm512_srli_epi32(_mm512_add_epi32(_mm512_add_epi32(bits, _mm512_set1_epi32(0x7FFF)), last), 16);
  upper = _mm512_mask_srli_epi32(
      upper, subnormal, _mm512_and_si512(bits, _mm512_set1_epi32(static_cast<int>(0x80000000U))), 16);
  return _mm512_mask_or_epi32(upper, nan, _mm512_srli_epi32(bits, 16), _mm512_set1_epi32(0x40));
}

void round(const float* x, std::size_t n, std::uint16_t* out) {
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16)
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i),
                        _mm512_cvtepi32_epi16(rounded(_mm512_loadu_ps(x + i))));
  if (i == n) return;
  const __mmask16 mask = first_lanes(n - i);
  _mm512_mask_cvtepi32_storeu_epi16(out + i, mask, rounded(_mm512_maskz_loadu_ps(mask, x + i)));
}

/// Sixteen pairs as f32: the odd numbers and the even ones.
struct Wide {
  __m512 odd, even;
};

struct Step {
  using Operand = Wide;
  static Wide operand(__m512i pairs) {
    return {_mm512_castsi512_ps(_mm512_and_si512(pairs, _mm512_set1_epi32(static_cast<int>(0xFFFF0000U)))),
            _mm512_castsi512_ps(_mm512_slli_epi32(pairs, 16))};
  }
  /// The right side takes two registers a vector.
  static constexpr std::size_t rows(std::size_t vectors) { return vectors == 4 ? 4 : 6; }
  static void add(__m512& sum, const Wide& a, const Wide& b) {
    sum = _mm512_fmadd_ps(a.even, b.even, _mm512_fmadd_ps(a.odd, b.odd, sum));
  }
};

void multiply(const Bf16Product& product) {
  const unsigned before = _mm_getcsr();
  _mm_setcsr(before | kFlush);
  multiply_pairs<Step>(product);
  _mm_setcsr(before);
}

}  // namespace

const Bf16Unit& avx512_widening_unit() {
  static constexpr Bf16Unit unit{round, multiply};
  return unit;
}

}  // namespace seqlens::kernels::reduced
