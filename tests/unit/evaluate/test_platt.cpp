#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/evaluate/platt.h"

using namespace seqlens;
using namespace seqlens::evaluate;

TEST_CASE("Platt scaling finds the logistic law of the labels") {
  Random random(11);
  std::vector<double> scores;
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < 40000; ++i) {
    scores.push_back(3 * random.normal());
    labels.push_back(random.uniform() < PlattScaling{0.7, 0.0}.probability(scores.back()) ? 1 : 0);
  }
  const auto fit = fit_platt(scores, labels);
  CHECK(fit.slope == Approx(0.7).margin(0.03));
  CHECK(fit.offset == Approx(0.0).margin(0.05));
}

TEST_CASE("class sizes do not move the probabilities") {
  // A quarter of the negatives score 1, a quarter of the positives 0, and negatives come three times as
  // often.
  std::vector<double> scores;
  std::vector<std::uint8_t> labels;
  const auto add = [&](int count, double score, std::uint8_t label) {
    scores.insert(scores.end(), static_cast<std::size_t>(count), score);
    labels.insert(labels.end(), static_cast<std::size_t>(count), label);
  };
  add(9000, 0, 0);
  add(3000, 1, 0);
  add(1000, 0, 1);
  add(3000, 1, 1);
  const auto fit = fit_platt(scores, labels);
  CHECK(fit.probability(0) == Approx(0.25).margin(1e-3));
  CHECK(fit.probability(1) == Approx(0.75).margin(1e-3));
}

TEST_CASE("a separable set has a finite fit") {
  const auto fit = fit_platt(std::vector<double>{-2, -1, 1, 2}, std::vector<std::uint8_t>{0, 0, 1, 1});
  CHECK(std::isfinite(fit.slope));
  CHECK(fit.slope > 0);
  CHECK(fit.probability(2) > 0.7);
}

TEST_CASE("Platt scaling needs two classes and finite scores") {
  CHECK_THROWS_WITH(fit_platt(std::vector<double>{1, 2}, std::vector<std::uint8_t>{1, 1}),
                    "Platt scaling: 2 positive and 0 negative items, both are needed");
  CHECK_THROWS_AS(fit_platt(std::vector<double>{1, std::numeric_limits<double>::infinity()},
                            std::vector<std::uint8_t>{0, 1}),
                  Error);
}
