#pragma once

#include <string>

#include "seqlens/evaluate/bootstrap.h"

namespace seqlens::evaluate {

/// A named number and its interval.
struct Estimate {
  std::string name;
  double value = 0;
  ConfidenceInterval interval;
};

}  // namespace seqlens::evaluate
