#pragma once

#include <optional>
#include <string_view>

namespace seqlens::kernels {

/// Number format in which gemm and attention multiply; sums are f32 (bf16) or exact 32-bit integers (int8).
///
/// bf16: both sides rounded to 8 bits of significand, to nearest even; per output one chain of fused
/// multiply-adds over k in pairs, the odd k of a pair first (Intel SDM, VDPBF16PS), subnormals are zero.
/// int8: the right side is weights, one scale a column; the left side activations, one scale a row (largest
/// absolute value / 127); products and sums are exact, then scaled. Attention with int8 weights is in bf16.
///
/// f32 gives the same bytes at every level; so do bf16 and int8, wherever the products are made: by the unit
/// of the CPU or by the emulation in reduced/, which is their readable definition.
enum class Precision { f32, bf16, int8 };

[[nodiscard]] std::string_view name(Precision precision);
[[nodiscard]] std::optional<Precision> precision_named(std::string_view name);

/// Whether the CPU has a unit for it and the active level uses it: AVX512_BF16, AVX512_VNNI. f32: always.
/// Without the unit, products are emulated, many times slower than f32: programs fall back to f32. (bf16
/// inside int8 needs no unit on AVX-512: f32 multiply-adds in the right order have its bits.)
[[nodiscard]] bool has_unit(Precision precision);

/// Does without AVX512_BF16 until the end of the scope, as a CPU that has none; for tests. Not for use while
/// kernels run.
class ScopedWithoutBf16 {
 public:
  ScopedWithoutBf16();
  ~ScopedWithoutBf16();
  ScopedWithoutBf16(const ScopedWithoutBf16&) = delete;
  ScopedWithoutBf16& operator=(const ScopedWithoutBf16&) = delete;
};

}  // namespace seqlens::kernels
