#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/false_discovery.h"

using namespace seqlens;

TEST_CASE("q values of a worked example in any order") {
  const std::vector<double> q = benjamini_hochberg(std::vector<double>{0.04, 0.005, 0.9, 0.03, 0.01});
  const std::vector<double> expected{0.05, 0.025, 0.9, 0.05, 0.025};  // 0.03 * 5 / 3 = 0.04 * 5 / 4
  REQUIRE(q.size() == expected.size());
  for (std::size_t i = 0; i < q.size(); ++i) CHECK(q[i] == Approx(expected[i]));
}

TEST_CASE("q is never below p nor above 1 and one test keeps its p") {
  CHECK(benjamini_hochberg(std::vector<double>{0.2}) == std::vector<double>{0.2});
  CHECK(benjamini_hochberg(std::vector<double>{1, 1, 1}) == std::vector<double>{1, 1, 1});
  CHECK(benjamini_hochberg({}).empty());
}

TEST_CASE("what is no p value is refused") {
  CHECK_THROWS_WITH(benjamini_hochberg(std::vector<double>{0.1, 1.5}),
                    "1.5 is no p-value: it must be in 0 to 1");
  CHECK_THROWS_WITH(benjamini_hochberg(std::vector<double>{std::numeric_limits<double>::quiet_NaN()}),
                    "nan is no p-value: it must be in 0 to 1");
}
