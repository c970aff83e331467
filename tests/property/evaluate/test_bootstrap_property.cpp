#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/evaluate/bootstrap.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

// Each value is one group.
ConfidenceInterval interval_of_mean(const std::vector<double>& values, std::uint64_t seed) {
  return bootstrap_intervals(values.size(), {}, 1,
                             [&](std::span<const std::uint32_t> drawn, std::span<double> out) {
                               out[0] = std::inner_product(drawn.begin(), drawn.end(), values.begin(), 0.0) /
                                        static_cast<double>(values.size());
                             },
                             {.seed = seed, .resamples = 1000})[0];
}

// Share of experiments whose interval holds the `centre`; the true mean is 0.
double coverage(double centre) {
  Random random(99);
  const int experiments = 300;
  int covered = 0;
  for (int e = 0; e < experiments; ++e) {
    std::vector<double> values(60);
    for (double& value : values) value = random.normal();
    const auto interval = interval_of_mean(values, static_cast<std::uint64_t>(e));
    covered += interval.low <= centre && centre <= interval.high;
  }
  return static_cast<double>(covered) / experiments;
}

}  // namespace

TEST_CASE("a 95 percent interval covers the mean 95 times of 100") {
  // 300 experiments: standard error 1.3 %; percentile intervals of 60 items fall about 1 % short.
  CHECK(coverage(0.0) == Approx(0.945).margin(0.035));
}

TEST_CASE("the coverage check can fail") {
  CHECK_FALSE(coverage(0.3) == Approx(0.945).margin(0.035));
}

TEST_CASE("the interval of a mean has the width theory gives") {
  Random random(7);
  std::vector<double> values(2000);
  for (double& value : values) value = random.normal();
  const auto interval = interval_of_mean(values, 1);
  CHECK(interval.high - interval.low == Approx(2 * 1.96 / std::sqrt(2000.0)).epsilon(0.08));
}
