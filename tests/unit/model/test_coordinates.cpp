#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/model/coordinates.h"

using namespace seqlens::model;
using seqlens::kernels::ConstMatrix;

namespace {

float at(const RelativeFunction& function, float difference) {
  return function.at(std::span(&difference, 1));
}

}  // namespace

TEST_CASE("a spline joins its heights and is level beyond the ends") {
  const std::vector<float> weights{2, 0, 4};
  const RelativeFunction spline({.knots = {-2, 0, 8}}, weights);
  CHECK(at(spline, -100) == 2);
  CHECK(at(spline, -2) == 2);
  CHECK(at(spline, -0.5F) == Approx(0.5));
  CHECK(at(spline, 0) == 0);
  CHECK(at(spline, 6) == Approx(3));
  CHECK(at(spline, 1e9F) == 4);
}

TEST_CASE("power law and exponential fall with the distance in units") {
  const std::vector<float> weight{3};
  const RelativeFunction power({.form = RelativeForm::power_law, .unit = 10}, weight);
  CHECK(at(power, 0) == 0);
  CHECK(at(power, -20) == Approx(-3 * std::log(3)));
  const RelativeFunction fast({.form = RelativeForm::exponential, .unit = 10}, weight);
  CHECK(at(fast, 20) == Approx(-6));
  const std::vector<float> offset{30, 40};
  const RelativeFunction plane({.dimensions = 2, .form = RelativeForm::exponential, .unit = 10}, weight);
  CHECK(plane.at(offset) == Approx(-15));
}

TEST_CASE("a spline over two dimensions is the sum of one each") {
  const ContinuousPositions positions{.dimensions = 2, .knots = {0, 1}};
  CHECK(relative_weights(positions) == 4);
  const std::vector<float> weights{0, 1, 0, 10};
  const std::vector<float> offset{0.5F, 0.25F};
  CHECK(RelativeFunction(positions, weights).at(offset) == Approx(0.5 + 2.5));
}

TEST_CASE("missing numbers become zeros and marks") {
  const std::vector<float> values{1.5F, NAN};
  std::vector<float> row(4, -1);
  split_missing(values, row.data());
  CHECK(row == std::vector<float>{1.5F, 0, 0, 1});
}

TEST_CASE("waves are a sine and a cosine of each period of each coordinate") {
  const ContinuousPositions positions{.dimensions = 2, .periods = {4, 8}, .form = RelativeForm::none};
  CHECK(wave_count(positions) == 8);
  CHECK(relative_weights(positions) == 0);
  const std::vector<float> coordinates{1, 0};
  std::vector<float> waves(8);
  coordinate_waves(positions, ConstMatrix(coordinates.data(), 1, 2), {waves.data(), 1, 8});
  const std::vector<double> expected{1, 0, std::sqrt(0.5), std::sqrt(0.5), 0, 1, 0, 1};
  for (std::size_t i = 0; i < 8; ++i) CHECK(waves[i] == Approx(expected[i]).margin(1e-7));
}
