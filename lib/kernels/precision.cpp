#include "seqlens/kernels/precision.h"

#include <atomic>

#include "seqlens/kernels/isa.h"

#include "reduced/units.h"

namespace seqlens::kernels {

namespace {

std::atomic<bool>& without_bf16() {
  static std::atomic<bool> without = false;
  return without;
}

}  // namespace

ScopedWithoutBf16::ScopedWithoutBf16() {
  without_bf16() = true;
}
ScopedWithoutBf16::~ScopedWithoutBf16() {
  without_bf16() = false;
}

std::string_view name(Precision precision) {
  switch (precision) {
    case Precision::f32:
      return "f32";
    case Precision::bf16:
      return "bf16";
    case Precision::int8:
      return "int8";
  }
  return "unknown";
}

std::optional<Precision> precision_named(std::string_view wanted) {
  for (const Precision precision : {Precision::f32, Precision::bf16, Precision::int8})
    if (name(precision) == wanted) return precision;
  return std::nullopt;
}

bool has_unit(Precision precision) {
  if (precision == Precision::f32) return true;
#if defined(__x86_64__)
  if (active_isa() != Isa::avx512) return false;
  static const bool bf16 = __builtin_cpu_supports("avx512bf16");
  static const bool int8 = __builtin_cpu_supports("avx512vnni");
  return precision == Precision::bf16 ? bf16 && !without_bf16() : int8;
#else
  return false;
#endif
}

namespace reduced {

#if defined(__x86_64__)
namespace {

/// Sapphire Rapids has AVX512_BF16 at half the speed of f32 multiply-adds; Zen 4 and 5 at twice theirs.
bool native_bf16_is_fast() {
  static const bool intel = __builtin_cpu_is("intel");
  return !intel;
}

}  // namespace

const Bf16Unit& bf16_unit() {
  if (active_isa() != Isa::avx512) return emulated_bf16_unit();
  return has_unit(Precision::bf16) && native_bf16_is_fast() ? avx512_bf16_unit() : avx512_widening_unit();
}

const Int8Unit& int8_unit() {
  return has_unit(Precision::int8) ? avx512_int8_unit() : emulated_int8_unit();
}
#else
const Bf16Unit& bf16_unit() {
  return emulated_bf16_unit();
}

const Int8Unit& int8_unit() {
  return emulated_int8_unit();
}
#endif

}  // namespace reduced

}  // namespace seqlens::kernels
