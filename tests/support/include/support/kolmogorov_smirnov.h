#pragma once

#include <span>

namespace seqlens::test {

struct KolmogorovSmirnov {
  double distance = 0;  ///< largest distance between the empirical and the uniform distribution function
  double p = 1;
};

/// Are these numbers a sample of the uniform distribution on [0, 1]?
///
/// p is Kolmogorov's limit law at (sqrt(n) + 0.12 + 0.11 / sqrt(n)) D (Stephens 1970), good from n = 5 on.
/// @throws Error if there is no value, or one outside [0, 1] or NaN.
[[nodiscard]] KolmogorovSmirnov ks_against_uniform(std::span<const double> values);

}  // namespace seqlens::test
