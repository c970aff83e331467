#include "fma_peak.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <thread>
#include <vector>

namespace seqlens::bench {

namespace {

// Vectors of the compiler's own, so that no intrinsics are needed; this file alone is compiled with
// -ffp-contract=fast, which turns x * y + z into one fused multiply-add.
template <int kBytes>
struct VectorOf {
  using Type [[gnu::vector_size(kBytes)]] = float;
};

constexpr int kChains =
    12;  // 2 units times 4 cycles, and some to spare; fits 16 registers with the two factors

#define SEQLENS_PEAK_LOOP(function, bytes, attribute)                                       \
  attribute float function(long steps) {                                                    \
    using V = VectorOf<bytes>::Type;                                                        \
    V sums[kChains];                                                                        \
    for (int i = 0; i < kChains; ++i) sums[i] = V{} + static_cast<float>(i);                \
    V x = V{} + 0.999F;                                                                     \
    V y = V{} + 1e-3F;                                                                      \
    asm volatile("" : "+x"(x), "+x"(y));                                                    \
    for (long step = 0; step < steps; ++step) {                                             \
      _Pragma("GCC unroll 12") for (int i = 0; i < kChains; ++i) sums[i] = sums[i] * x + y; \
    }                                                                                       \
    float total = 0;                                                                        \
    for (int i = 0; i < kChains; ++i) total += sums[i][0];                                  \
    return total;                                                                           \
  }

#if defined(__x86_64__)
SEQLENS_PEAK_LOOP(run_512, 64, [[gnu::target("avx512f")]])
SEQLENS_PEAK_LOOP(run_256, 32, [[gnu::target("avx2,fma")]])
#endif
SEQLENS_PEAK_LOOP(run_128, 16, )

struct Loop {
  float (*run)(long steps);
  int lanes;
};

Loop loop_of(kernels::Isa isa) {
#if defined(__x86_64__)
  const auto available = kernels::available_isas();
  const bool avx2 = std::find(available.begin(), available.end(), kernels::Isa::avx2) != available.end();
  if (isa == kernels::Isa::avx512) return {run_512, 16};
  if (avx2) return {run_256, 8};  // the scalar level, too, is compiled to these where the CPU has them
#endif
  static_cast<void>(isa);
  return {run_128, 4};
}

double run_once_gflops(const Loop& loop, long steps) {
  const double start = thread_cpu_seconds();
  volatile float sink = loop.run(steps);
  static_cast<void>(sink);
  return 2e-9 * kChains * loop.lanes * static_cast<double>(steps) / (thread_cpu_seconds() - start);
}

constexpr long kPeakSteps = 400'000;  // about a millisecond

double best_gflops(const Loop& loop) {
  double best = 0;
  for (int i = 0; i < 15; ++i) best = std::max(best, run_once_gflops(loop, kPeakSteps));
  return best;
}

}  // namespace

double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double measure_fma_peak_gflops(kernels::Isa isa, int threads) {
  const Loop loop = loop_of(isa);
  std::vector<double> gflops(static_cast<std::size_t>(threads));
  std::vector<std::thread> workers;
  for (double& result : gflops) workers.emplace_back([&result, &loop] { result = best_gflops(loop); });
  for (std::thread& worker : workers) worker.join();
  double sum = 0;
  for (const double result : gflops) sum += result;
  return sum;
}

GatedTimer::GatedTimer(kernels::Isa isa) : isa_(isa), peak_gflops_(best_gflops(loop_of(isa))) {}

bool GatedTimer::at_full_speed() {
  const double now = run_once_gflops(loop_of(isa_), kPeakSteps / 4);
  peak_gflops_ = std::max(peak_gflops_, now);
  return now >= 0.97 * peak_gflops_;
}

GatedTimer::Sample GatedTimer::time(const std::function<void()>& work, int wanted, double sample_seconds) {
  double start = thread_cpu_seconds();
  work();
  const double first = std::max(thread_cpu_seconds() - start, 1e-7);
  const int calls = static_cast<int>(std::clamp(sample_seconds / first, 1.0, 1e6));
  Sample sample;
  double best = INFINITY;
  double best_of_all = INFINITY;
  for (int i = 0; i < 10 * wanted && sample.accepted < wanted; ++i) {
    const bool before = at_full_speed();
    start = thread_cpu_seconds();
    for (int call = 0; call < calls; ++call) work();
    const double seconds = (thread_cpu_seconds() - start) / calls;
    best_of_all = std::min(best_of_all, seconds);
    if (before && at_full_speed()) {
      best = std::min(best, seconds);
      ++sample.accepted;
    } else {
      ++sample.rejected;
    }
  }
  sample.seconds = sample.accepted > 0 ? best : best_of_all;
  return sample;
}

}  // namespace seqlens::bench
