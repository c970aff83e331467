#include "support/kolmogorov_smirnov.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::test {
namespace {

// P(K > x) for Kolmogorov's distribution: 2 sum over k >= 1 of (-1)^(k-1) exp(-2 k^2 x^2).
double kolmogorov_tail(double x) {
  constexpr double kSurelyOne = 0.2;  // below it the tail is 1 to 12 digits, and the series slow
  if (x < kSurelyOne) return 1;
  double sum = 0;
  for (int k = 1; k <= 100; ++k) sum += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
  return std::clamp(sum, 0.0, 1.0);
}

}  // namespace

KolmogorovSmirnov ks_against_uniform(std::span<const double> values) {
  if (values.empty()) throw Error("no value to test against the uniform distribution");
  std::vector<double> sorted(values.begin(), values.end());
  for (const double value : sorted) {
    if (!(value >= 0 && value <= 1)) throw Error(fmt::format("{} is not in 0 to 1", value));
  }
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(sorted.size());
  double distance = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double below = static_cast<double>(i) / n;
    const double upto = static_cast<double>(i + 1) / n;
    distance = std::max({distance, sorted[i] - below, upto - sorted[i]});
  }
  const double root = std::sqrt(n);
  return {distance, kolmogorov_tail((root + 0.12 + 0.11 / root) * distance)};
}

}  // namespace seqlens::test
