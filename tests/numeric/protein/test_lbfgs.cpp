#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/protein/lbfgs.h"

#include "support/require_close.h"

using namespace seqlens;

TEST_CASE("minimise finds the minimum of Rosenbrock's valley") {
  std::vector<float> x = {-1.2F, 1};
  protein::LbfgsOptions options;
  options.iterations = 200;
  options.tolerance = 1e-5;
  const double value = protein::minimise(
      x,
      [](std::span<const float> at, std::span<float> gradient) {
        const double a = at[0], b = at[1];
        gradient[0] = static_cast<float>(-2 * (1 - a) - 400 * a * (b - a * a));
        gradient[1] = static_cast<float>(200 * (b - a * a));
        return (1 - a) * (1 - a) + 100 * (b - a * a) * (b - a * a);
      },
      options);
  CHECK(value < 1e-6);
  test::require_close(x, std::vector<double>{1, 1}, {2e-3, 0});
}

TEST_CASE("minimise stops after its iterations, below where it began") {
  std::vector<float> x(50, 3);
  protein::LbfgsOptions options;
  options.iterations = 2;
  int evaluations = 0;
  const auto square = [&](std::span<const float> at, std::span<float> gradient) {
    ++evaluations;
    double sum = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const double scale = static_cast<double>(i + 1);
      sum += scale * double{at[i]} * double{at[i]};
      gradient[i] = static_cast<float>(2 * scale * double{at[i]});
    }
    return sum;
  };
  CHECK(protein::minimise(x, square, options) < 11475);
  CHECK(evaluations >= 3);
  CHECK(evaluations < 20);
}
