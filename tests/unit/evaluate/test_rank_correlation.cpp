#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/rank_correlation.h"

using namespace seqlens;
using namespace seqlens::evaluate;

TEST_CASE("equal values share the mean of their ranks") {
  CHECK(average_ranks(std::vector<double>{10, 30, 20, 20, 40, 20}) == std::vector<double>{1, 5, 3, 3, 6, 3});
  CHECK(average_ranks({}).empty());
}

TEST_CASE("Spearman correlation of worked examples") {
  const std::vector<double> a{106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
  const std::vector<double> b{7, 27, 2, 50, 28, 29, 20, 12, 6, 17};
  CHECK(spearman(a, b) == Approx(-29.0 / 165));  // 1 - 6 * 194 / (10 * 99)
  const std::vector<double> rising{1, 2, 3, 4, 5};
  CHECK(spearman(rising, std::vector<double>{-1, 0, 10, 1e9, 1e10}) == Approx(1));
  CHECK(spearman(rising, std::vector<double>{5, 4, 3, 2, 1}) == Approx(-1));
  // Ties: ranks 1.5 1.5 3.5 3.5 5 against 1 2 3 4 5.
  CHECK(spearman(rising, std::vector<double>{0, 0, 7, 7, 9}) == Approx(9 / std::sqrt(90.0)));
}

TEST_CASE("Spearman correlation with a constant is undefined") {
  const std::vector<double> rising{1, 2, 3};
  const std::vector<double> flat{2, 2, 2};
  CHECK(std::isnan(spearman(rising, flat)));
  CHECK(std::isnan(spearman(flat, rising)));
  CHECK(unit_ranks(flat) == std::vector<double>{0, 0, 0});
}

TEST_CASE("Spearman correlation refuses NaN and uneven sizes") {
  const std::vector<double> three{1, 2, 3};
  CHECK_THROWS_WITH(spearman(three, std::vector<double>{1, 2}),
                    "3 values against 2: a correlation needs pairs");
  CHECK_THROWS_WITH(spearman(three, std::vector<double>{1, std::numeric_limits<double>::quiet_NaN(), 2}),
                    "value 1 is NaN: it has no rank");
}
