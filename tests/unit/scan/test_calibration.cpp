#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/scan/calibration.h"

using seqlens::Error;
using namespace seqlens::scan;

TEST_CASE("a curve is linear between its knots and flat beyond them") {
  const CalibrationCurve curve({{-1, 0.1}, {1, 0.5}, {2, 0.5}, {3, 0.9}});
  CHECK(curve.probability(-50) == 0.1);
  CHECK(curve.probability(-1) == 0.1);
  CHECK(curve.probability(0) == Approx(0.3));
  CHECK(curve.probability(1.5) == 0.5);
  CHECK(curve.probability(2.5) == Approx(0.7));
  CHECK(curve.probability(99) == 0.9);
}

TEST_CASE("a curve never decreases") {
  const CalibrationCurve curve({{-3, 0.01}, {-0.3, 0.1}, {0.1, 0.7}, {0.7, 0.7000001}, {5, 1}});
  double last = 0;
  for (int i = -4000; i <= 6000; ++i) {
    const double now = curve.probability(i / 1000.0);
    REQUIRE(now >= last);
    last = now;
  }
  CHECK(last == 1);
}

TEST_CASE("without knots a curve is the logistic function") {
  const CalibrationCurve curve;
  CHECK_FALSE(curve.is_calibrated());
  CHECK(curve.probability(0) == 0.5);
  CHECK(curve.probability(2) == Approx(1 / (1 + std::exp(-2.0))));
  CHECK(curve.probability(-800) == 0);
  CHECK(curve.probability(800) == 1);
}

TEST_CASE("the lowest logit of a probability is exact") {
  const CalibrationCurve curve({{-1, 0.1}, {1, 0.5}, {2, 0.5}, {3, 0.9}});
  for (const CalibrationCurve& c : {curve, CalibrationCurve()}) {
    for (const double wanted : {0.11, 0.3, 0.5, 0.500001, 0.73, 0.9}) {
      const double logit = c.lowest_logit(wanted);
      CHECK(c.probability(logit) >= wanted);
      CHECK(c.probability(std::nextafter(logit, -1e9)) < wanted);
    }
  }
  CHECK(curve.lowest_logit(0.1) == -INFINITY);
  CHECK(curve.lowest_logit(0.91) == INFINITY);
  CHECK(curve.highest_probability() == 0.9);
  CHECK(CalibrationCurve().highest_probability() == 1);
  CHECK(CalibrationCurve().lowest_logit(0) == -INFINITY);
}

TEST_CASE("a curve refuses knots that are not isotonic") {
  using Points = std::vector<CalibrationPoint>;
  CHECK_THROWS_AS(CalibrationCurve(Points{{0, 0.5}, {0, 0.6}}), Error);
  CHECK_THROWS_AS(CalibrationCurve(Points{{0, 0.5}, {1, 0.4}}), Error);
  CHECK_THROWS_AS(CalibrationCurve(Points{{0, 1.5}}), Error);
  CHECK_THROWS_AS(CalibrationCurve(Points{{NAN, 0.5}}), Error);
  CHECK_THROWS_AS(CalibrationCurve(Points{{0, NAN}}), Error);
  CHECK_THROWS_WITH(CalibrationCurve(Points{{0, 0.5}, {1, 0.4}}),
                    "calibration point 1 (1, 0.4) does not follow (0, 0.5): both columns must increase");
}

TEST_CASE("a prior shifts the odds") {
  CHECK(shift_prior(0.7, 0.5) == Approx(0.7));
  CHECK(shift_prior(0.5, 0.1) == Approx(0.1));
  CHECK(shift_prior(0.9, 0.1) == Approx(0.5));
  CHECK(shift_prior(0, 0.1) == 0);
  CHECK(shift_prior(1, 0.1) == 1);
}
