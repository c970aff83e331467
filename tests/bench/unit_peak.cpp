#include "unit_peak.h"

#include <algorithm>

#include "fma_peak.h"

namespace seqlens::bench {

namespace {

constexpr int kChains = 24;  // as a tile has; the units answer after 4 to 8 cycles

#if defined(__x86_64__)
using Vector [[gnu::vector_size(64)]] = float;

#define SEQLENS_UNIT_LOOP(function, instruction)                                   \
  [[gnu::target("avx512f")]] void function(long steps) {                           \
    Vector sums[kChains] = {};                                                     \
    Vector x = {};                                                                 \
    for (long step = 0; step < steps; ++step) {                                    \
      _Pragma("GCC unroll 24") for (int i = 0; i < kChains; ++i) __asm__ volatile( \
          instruction " %1, %1, %0" : "+v"(sums[i]) : "v"(x));                     \
    }                                                                              \
  }
SEQLENS_UNIT_LOOP(run_bf16, "vdpbf16ps")
SEQLENS_UNIT_LOOP(run_int8, "vpdpbusd")
#endif

double gops(void (*run)(long), double operations_an_instruction) {
  constexpr long kSteps = 200'000;
  double best = 0;
  for (int i = 0; i < 15; ++i) {
    const double start = thread_cpu_seconds();
    run(kSteps);
    const double seconds = thread_cpu_seconds() - start;
    best = std::max(best, 1e-9 * kChains * kSteps * operations_an_instruction / seconds);
  }
  return best;
}

}  // namespace

double measure_unit_peak_gops(kernels::Isa isa, kernels::Precision precision) {
#if defined(__x86_64__)
  if (precision == kernels::Precision::bf16) return gops(run_bf16, 16 * 2 * 2);
  if (precision == kernels::Precision::int8) return gops(run_int8, 16 * 4 * 2);
#endif
  static_cast<void>(precision);
  return measure_fma_peak_gflops(isa, 1);
}

}  // namespace seqlens::bench
