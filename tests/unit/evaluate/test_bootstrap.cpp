#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/bootstrap.h"
#include "seqlens/parallel/thread_budget.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

std::vector<ConfidenceInterval> mean_interval(const std::vector<double>& values,
                                              const BootstrapOptions& options) {
  return bootstrap_intervals(
      values.size(), {}, 1,
      [&](std::span<const std::uint32_t> drawn, std::span<double> out) {
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i) sum += drawn[i] * values[i];
        out[0] = sum / static_cast<double>(values.size());
      },
      options);
}

}  // namespace

TEST_CASE("quantiles interpolate between neighbours") {
  const std::vector<double> sorted = {0, 10, 20, 30};
  CHECK(quantile(sorted, 0) == 0);
  CHECK(quantile(sorted, 1) == 30);
  CHECK(quantile(sorted, 0.5) == 15);
  CHECK(quantile(sorted, 0.25) == Approx(7.5));
  CHECK(quantile(std::vector{7.0}, 0.3) == 7);
}

TEST_CASE("groups are numbered as they appear") {
  const std::vector<std::string> names = {"b", "a", "b", "", "a"};
  CHECK(number_groups(names) == std::vector<std::uint32_t>{0, 1, 0, 2, 1});
}

TEST_CASE("the same seed gives the same interval for any thread count") {
  const std::vector<double> values = {1, 5, 2, 8, 3, 3, 9};
  const auto once = mean_interval(values, {.seed = 5, .resamples = 300, .level = 0.9});
  for (const int threads : {1, 2, 5}) {
    const parallel::ThreadBudget budget(threads);
    const auto again = mean_interval(values, {.seed = 5, .resamples = 300, .level = 0.9});
    CHECK(again[0].low == once[0].low);
    CHECK(again[0].high == once[0].high);
  }
  const auto other = mean_interval(values, {.seed = 6, .resamples = 300, .level = 0.9});
  CHECK((other[0].low != once[0].low || other[0].high != once[0].high));
}

TEST_CASE("each stratum keeps its number of groups") {
  const std::vector<std::uint32_t> strata = {0, 1, 1, 0, 1};
  const auto count = [&](std::span<const std::uint32_t> drawn, std::span<double> out) {
    out[0] = drawn[0] + drawn[3];
    out[1] = drawn[1] + drawn[2] + drawn[4];
  };
  const parallel::ThreadBudget budget(1);
  const auto intervals = bootstrap_intervals(5, strata, 2, count, {.resamples = 200});
  CHECK(intervals[0].low == 2);
  CHECK(intervals[0].high == 2);
  CHECK(intervals[1].low == 3);
  CHECK(intervals[1].high == 3);
}

TEST_CASE("undefined resamples are left out") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto intervals =
      bootstrap_intervals(3, {}, 2,
                          [&](std::span<const std::uint32_t> drawn, std::span<double> out) {
                            out[0] = drawn[0] == 0 ? nan : 4.0;
                            out[1] = nan;
                          },
                          {.resamples = 100});
  CHECK(intervals[0].low == 4);
  CHECK(intervals[0].high == 4);
  CHECK(std::isnan(intervals[1].low));
  CHECK(std::isnan(intervals[1].high));
}

TEST_CASE("the bootstrap refuses empty work") {
  const auto nothing = [](std::span<const std::uint32_t>, std::span<double>) {};
  CHECK_THROWS_WITH(bootstrap_intervals(0, {}, 1, nothing, {}), "no groups to resample");
  CHECK_THROWS_WITH(bootstrap_intervals(2, {}, 1, nothing, {.resamples = 0}),
                    "0 resamples: at least 1 is needed");
  CHECK_THROWS_WITH(bootstrap_intervals(2, {}, 1, nothing, {.level = 1}),
                    "interval level 1: must lie between 0 and 1");
  CHECK_THROWS_AS(bootstrap_intervals(2, std::vector<std::uint32_t>{0}, 1, nothing, {}), ShapeError);
}
