#include <cmath>
#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/isotonic.h"

using namespace seqlens;
using namespace seqlens::evaluate;

TEST_CASE("isotonic fit by hand") {
  // 1, 3, 2, 4 over scores 0..3: the violators 3 and 2 become 2.5 each.
  const auto curve = fit_isotonic(std::vector<double>{0, 1, 2, 3}, std::vector<double>{1, 3, 2, 4});
  CHECK(curve.scores == std::vector<double>{0, 1, 2, 3});
  CHECK(curve.values == std::vector<double>{1, 2.5, 2.5, 4});
  CHECK(curve.at(-10) == 1);
  CHECK(curve.at(0.5) == Approx(1.75));
  CHECK(curve.at(1.5) == 2.5);
  CHECK(curve.at(10) == 4);
}

TEST_CASE("equal scores are pooled before anything else") {
  // The tie at 1 means 0.5, above 0.4: two blocks. Pooling violators first would join all three.
  const auto curve = fit_isotonic(std::vector<double>{0, 1, 1}, std::vector<double>{0.4, 0, 1});
  CHECK(curve.scores == std::vector<double>{0, 1});
  CHECK(curve.values == std::vector<double>{0.4, 0.5});
}

TEST_CASE("weights pull a block") {
  const auto curve =
      fit_isotonic(std::vector<double>{0, 1}, std::vector<double>{1, 0}, std::vector<double>{3, 1});
  CHECK(curve.at(0) == Approx(0.75));
  CHECK(curve.at(1) == Approx(0.75));
}

TEST_CASE("a falling set becomes its mean") {
  const auto curve = fit_isotonic(std::vector<double>{3, 2, 1}, std::vector<double>{0, 1, 2});
  CHECK(curve.scores == std::vector<double>{1, 3});
  CHECK(curve.values == std::vector<double>{1, 1});
}

TEST_CASE("record calibration weighs the classes alike by hand") {
  // Negatives at 0 0 1, positives at 0 1: weights 1/3 and 1/2, and a pseudo-positive at 0, a pseudo-negative
  // at 1.
  const auto curve =
      calibrate_records(std::vector<double>{0, 0, 1, 0, 1}, std::vector<std::uint8_t>{0, 0, 0, 1, 1});
  const double low = (0.5 + 0.5) / (0.5 + 0.5 + 2.0 / 3), high = 0.5 / (0.5 + 2.0 / 3);
  const double all = (1.0 + 0.5) / (1.0 + 2.0 / 3 + 0.5 + 2.0 / 3);
  REQUIRE(low > high);  // violators: one block
  CHECK(curve.at(0) == Approx(all));
  CHECK_THROWS_WITH(calibrate_records(std::vector<double>{1}, std::vector<std::uint8_t>{1}),
                    "calibration: 1 positive and 0 negative records, both are needed");
}

TEST_CASE("record calibration stays off 0 and 1") {
  std::vector<double> scores;
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < 100; ++i) {
    scores.push_back(i);
    labels.push_back(i >= 50 ? 1 : 0);
  }
  const auto curve = calibrate_records(scores, labels);
  CHECK(curve.at(0) == Approx(1.0 / 51));
  CHECK(curve.at(99) == Approx(50.0 / 51));
}

TEST_CASE("isotonic fit refuses what is no number") {
  CHECK_THROWS_WITH(fit_isotonic({}, {}), "isotonic fit: no items");
  CHECK_THROWS_WITH(fit_isotonic(std::vector{std::nan("")}, std::vector{1.0}),
                    "isotonic fit: item 1 has score nan, target 1, weight 1");
  CHECK_THROWS_AS(fit_isotonic(std::vector{1.0}, std::vector{1.0}, std::vector{0.0}), Error);
  CHECK_THROWS_AS(fit_isotonic(std::vector{1.0}, {}), ShapeError);
  CHECK_THROWS_AS(IsotonicCurve{}.at(0), Error);
  CHECK_THROWS_AS(fit_isotonic(std::vector{1.0}, std::vector{1.0}).at(std::nan("")), Error);
}
