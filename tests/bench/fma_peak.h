#pragma once

#include <functional>

#include "seqlens/kernels/isa.h"

namespace seqlens::bench {

/// f32 multiply-adds per second (two operations each, in 1e9 operations) of loops that stay in registers,
/// summed over `threads` threads: what a kernel at this level could reach at most. The best of several runs
/// of a few milliseconds.
double measure_fma_peak_gflops(kernels::Isa isa, int threads);

/// Times single-threaded work between two peak loops and believes the time only when both ran at full speed,
/// because shared machines change their clock by the second.
class GatedTimer {
 public:
  explicit GatedTimer(kernels::Isa isa);

  [[nodiscard]] double peak_gflops() const { return peak_gflops_; }

  struct Sample {
    double seconds = 0;  ///< best accepted time of one call (of all calls when none was accepted)
    int accepted = 0;    ///< samples taken at full speed
    int rejected = 0;
  };
  /// Calls `work` in samples of about `sample_seconds` until `wanted` were accepted or 10 * wanted were
  /// tried. Thread CPU time, so that waiting for the core does not count.
  Sample time(const std::function<void()>& work, int wanted = 20, double sample_seconds = 0.002);

 private:
  bool at_full_speed();

  kernels::Isa isa_;
  double peak_gflops_;
};

/// CPU seconds of this thread so far.
double thread_cpu_seconds();

}  // namespace seqlens::bench
