#include "interleaved.h"

#include <algorithm>

namespace seqlens::bench {

void Timing::add(double seconds, bool at_full_speed) {
  seconds_.push_back(seconds);
  best_ = std::min(best_, seconds);
  if (!at_full_speed) return;
  best_accepted_ = std::min(best_accepted_, seconds);
  ++accepted_;
}

double median_speed_ratio(const Timing& a, const Timing& b) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < a.seconds().size(); ++i) ratios.push_back(a.seconds()[i] / b.seconds()[i]);
  std::ranges::sort(ratios);
  return ratios[ratios.size() / 2];
}

std::vector<kernels::Precision> precisions_with_units() {
  using kernels::Precision;
  std::vector<Precision> all{Precision::f32};
  for (const Precision precision : {Precision::bf16, Precision::int8})
    if (kernels::has_unit(precision)) all.push_back(precision);
  return all;
}

}  // namespace seqlens::bench
