#include "seqlens/kernels/isa.h"

#include <atomic>
#include <cassert>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "levels.h"

namespace seqlens::kernels {

namespace {

constexpr Isa kAll[] = {Isa::scalar, Isa::avx2, Isa::avx512};

std::string names_of(std::span<const Isa> isas) {
  std::string text;
  for (const Isa isa : isas) {
    if (!text.empty()) text += ", ";
    text += name(isa);
  }
  return text;
}

Isa choose() {
  const std::vector<Isa> available = available_isas();
  const char* wanted = std::getenv("SEQLENS_ISA");
  if (wanted == nullptr || *wanted == '\0') return available.back();
  return isa_named(wanted, available);
}

// Chosen at the first use; a failed choice throws again at the next use.
std::atomic<const KernelTable*>& slot() {
  static std::atomic<const KernelTable*> table = &kernel_table(choose());
  return table;
}

}  // namespace

std::string_view name(Isa isa) {
  switch (isa) {
    case Isa::scalar:
      return "scalar";
    case Isa::avx2:
      return "avx2";
    case Isa::avx512:
      return "avx512";
  }
  return "unknown";
}

Isa isa_named(std::string_view wanted, std::span<const Isa> available) {
  for (const Isa isa : available) {
    if (name(isa) == wanted) return isa;
  }
  for (const Isa isa : kAll) {
    if (name(isa) == wanted) {
      throw UsageError(
          fmt::format("SEQLENS_ISA={}: this CPU lacks it; it has {}", wanted, names_of(available)));
    }
  }
  throw UsageError(
      fmt::format("SEQLENS_ISA={}: no such level; this CPU has {}", wanted, names_of(available)));
}

bool cpu_has(Isa isa) {
  if (isa == Isa::scalar) return true;
#if defined(__x86_64__)
  const bool avx2 =
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  if (isa == Isa::avx2) return avx2;
  return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
#else
  return false;
#endif
}

std::vector<Isa> available_isas() {
  std::vector<Isa> isas;
  for (const Isa isa : kAll) {
    if (cpu_has(isa)) isas.push_back(isa);
  }
  return isas;
}

const KernelTable& kernel_table(Isa isa) {
  assert(cpu_has(isa));
#if defined(__x86_64__)
  if (isa == Isa::avx512) return avx512_table();
  if (isa == Isa::avx2) return avx2_table();
#endif
  static_cast<void>(isa);
  return scalar_table();
}

const KernelTable& active_table() {
  return *slot().load(std::memory_order_relaxed);
}

Isa active_isa() {
  return active_table().isa;
}

ScopedIsa::ScopedIsa(Isa isa) : previous_(active_isa()) {
  slot().store(&kernel_table(isa));
}
ScopedIsa::~ScopedIsa() {
  slot().store(&kernel_table(previous_));
}

}  // namespace seqlens::kernels
