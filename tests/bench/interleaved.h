#pragma once

#include <limits>
#include <vector>

#include "seqlens/kernels/precision.h"

namespace seqlens::bench {

/// Samples of one of several works whose samples are taken in turn, one a round.
class Timing {
 public:
  void add(double seconds, bool at_full_speed);

  [[nodiscard]] const std::vector<double>& seconds() const { return seconds_; }
  [[nodiscard]] int accepted() const { return accepted_; }  ///< samples at full speed
  /// The best sample at full speed; of all, when none was.
  [[nodiscard]] double best() const { return accepted_ > 0 ? best_accepted_ : best_; }

 private:
  std::vector<double> seconds_;
  double best_ = std::numeric_limits<double>::infinity();
  double best_accepted_ = std::numeric_limits<double>::infinity();
  int accepted_ = 0;
};

/// How many times as fast `b` is as `a`: the median over the rounds, since the clock wanders between them.
double median_speed_ratio(const Timing& a, const Timing& b);

/// f32, and what the active level has a unit for.
std::vector<kernels::Precision> precisions_with_units();

}  // namespace seqlens::bench
