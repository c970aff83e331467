#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/evaluate/isotonic.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

struct Items {
  std::vector<double> scores, targets, weights;
};

Items random_items(Random& random) {
  Items items;
  const std::size_t count = 1 + random.below(9);
  for (std::size_t i = 0; i < count; ++i) {
    items.scores.push_back(static_cast<double>(random.below(6)));
    items.targets.push_back(random.uniform());
    items.weights.push_back(0.5 + random.uniform());
  }
  return items;
}

// Max-min formula of isotonic regression: value at s = max over a <= s of min over b >= s of the weighted
// mean of the targets with scores in [a, b].
double brute_force_value(const Items& items, double score) {
  double best = -1e300;
  for (const double a : items.scores) {
    if (a > score) continue;
    double least = 1e300;
    for (const double b : items.scores) {
      if (b < score) continue;
      double sum = 0, weight = 0;
      for (std::size_t i = 0; i < items.scores.size(); ++i) {
        if (items.scores[i] < a || items.scores[i] > b) continue;
        sum += items.weights[i] * items.targets[i];
        weight += items.weights[i];
      }
      least = std::min(least, sum / weight);
    }
    best = std::max(best, least);
  }
  return best;
}

bool agrees(const IsotonicCurve& curve, const Items& items) {
  return std::all_of(items.scores.begin(), items.scores.end(), [&](double score) {
    return std::abs(curve.at(score) - brute_force_value(items, score)) <= 1e-12;
  });
}

}  // namespace

TEST_CASE("isotonic fit is the least-squares one and never falls") {
  const std::uint64_t seed = 77;
  INFO("seed " << seed);
  Random random(seed);
  for (int round = 0; round < 400; ++round) {
    const auto items = random_items(random);
    const auto curve = fit_isotonic(items.scores, items.targets, items.weights);
    CHECK(agrees(curve, items));
    CHECK(std::is_sorted(curve.values.begin(), curve.values.end()));
    CHECK(std::adjacent_find(curve.scores.begin(), curve.scores.end(), std::greater_equal<>()) ==
          curve.scores.end());
  }
}

TEST_CASE("the isotonic check can fail") {
  const Items items{{0, 1, 2}, {0.9, 0.1, 0.5}, {1, 1, 1}};
  auto curve = fit_isotonic(items.scores, items.targets, items.weights);
  CHECK(agrees(curve, items));
  curve.values.back() += 0.01;
  CHECK_FALSE(agrees(curve, items));
  curve.values.back() = std::nan("");
  CHECK_FALSE(agrees(curve, items));
}
