#pragma once

#include <cmath>

namespace seqlens::scan {

/// The probability that a logit stands for.
inline double logistic(double logit) {
  return 1 / (1 + std::exp(-logit));
}

}  // namespace seqlens::scan
