#include <cmath>
#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/calibration_error.h"

using namespace seqlens;
using namespace seqlens::evaluate;

TEST_CASE("reliability bins by hand") {
  const std::vector<double> probabilities = {0.0, 0.2, 0.5, 0.7, 1.0};
  const std::vector<std::uint8_t> labels = {0, 1, 1, 0, 1};
  const auto bins = reliability(probabilities, labels, 2);
  REQUIRE(bins.size() == 2);
  CHECK(bins[0].items == 2);
  CHECK(bins[0].mean_probability == Approx(0.1));
  CHECK(bins[0].positive_share == Approx(0.5));
  CHECK(bins[1].items == 3);  // 0.5 opens the upper bin, 1.0 is in it too
  CHECK(bins[1].mean_probability == Approx(2.2 / 3));
  CHECK(bins[1].positive_share == Approx(2.0 / 3));
  CHECK(expected_calibration_error(probabilities, labels, 2) == Approx((2 * 0.4 + 0.2) / 5));
}

TEST_CASE("an empty bin adds nothing") {
  CHECK(expected_calibration_error(std::vector{1.0, 1.0}, std::vector<std::uint8_t>{1, 0}, 10) ==
        Approx(0.5));
  CHECK(expected_calibration_error(std::vector{1.0, 0.0}, std::vector<std::uint8_t>{1, 0}) == 0);
}

TEST_CASE("brier score by hand") {
  CHECK(brier_score(std::vector{0.8, 0.3}, std::vector<std::uint8_t>{1, 0}) == Approx((0.04 + 0.09) / 2));
  CHECK(brier_score(std::vector{1.0, 0.0}, std::vector<std::uint8_t>{0, 1}) == 1);
}

TEST_CASE("calibration refuses what is no probability") {
  const std::vector<std::uint8_t> label = {1};
  CHECK_THROWS_WITH(brier_score(std::vector{1.5}, label), "the probability of item 1 is 1.5, outside [0, 1]");
  CHECK_THROWS_WITH(brier_score(std::vector{std::nan("")}, label), "the score of item 1 is NaN");
  CHECK_THROWS_WITH(expected_calibration_error({}, {}), "no items: a calibration error needs at least one");
  CHECK_THROWS_AS(reliability(std::vector{0.5}, label, 0), Error);
}
