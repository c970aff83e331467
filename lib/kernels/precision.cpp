#include "seqlens/kernels/precision.h"

#include "seqlens/kernels/isa.h"

#include "reduced/units.h"

namespace seqlens::kernels {

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
  return precision == Precision::bf16 ? bf16 : int8;
#else
  return false;
#endif
}

#if !defined(__x86_64__)
namespace reduced {
const Bf16Unit& avx512_bf16_unit() {
  return emulated_bf16_unit();
}
const Int8Unit& avx512_int8_unit() {
  return emulated_int8_unit();
}
}  // namespace reduced
#endif

}  // namespace seqlens::kernels
