// Compiled for AVX512_BF16 alone: no std templates here.
#include "reduced/bf16_tiles.h"

namespace seqlens::kernels::reduced {
namespace {

void round(const float* x, std::size_t n, std::uint16_t* out) {
  std::size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    const __m512bh rounded = _mm512_cvtne2ps_pbh(_mm512_loadu_ps(x + i + 16), _mm512_loadu_ps(x + i));
    _mm512_storeu_si512(out + i, reinterpret_cast<__m512i>(rounded));
  }
  for (; i < n; i += 16) {  // a masked store of 16-bit numbers is slow on Zen 4
    const __mmask16 mask = first_lanes(n - i);
    const __m256bh rounded = _mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(mask, x + i));
    if (n - i >= 16)
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i), reinterpret_cast<__m256i>(rounded));
    else
      _mm256_mask_storeu_epi16(out + i, mask, reinterpret_cast<__m256i>(rounded));
  }
}

struct Step {
  using Operand = __m512i;
  static Operand operand(__m512i pairs) { return pairs; }
  static constexpr std::size_t rows(std::size_t vectors) { return vectors == 4 ? 6 : vectors == 3 ? 8 : 12; }
  /// Assembler, since g++ 12 spills the sums of _mm512_dpbf16_ps.
  static void add(__m512& sum, __m512i a, __m512i b) {
    __asm__("vdpbf16ps %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
  }
};

}  // namespace

const Bf16Unit& avx512_bf16_unit() {
  static constexpr Bf16Unit unit{round, multiply_pairs<Step>};
  return unit;
}

}  // namespace seqlens::kernels::reduced
