#include <algorithm>
#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"

#include "support/kolmogorov_smirnov.h"

using namespace seqlens;
using namespace seqlens::test;

TEST_CASE("distance from the uniform distribution by hand") {
  CHECK(ks_against_uniform(std::vector<double>{0.1, 0.35, 0.4, 0.8}).distance == Approx(0.35));
  CHECK(ks_against_uniform(std::vector<double>{0.5}).distance == Approx(0.5));
  CHECK(ks_against_uniform(std::vector<double>{1, 1}).distance == Approx(1));
}

TEST_CASE("p of the limit law") {
  // sqrt(n) D = 1.358 is the 5 % point; D = 0.0134 at n = 10000 with Stephens' term.
  std::vector<double> values;
  for (int i = 0; i < 10000; ++i) values.push_back(std::min(1.0, (i + 0.5) / 10000 + 0.01351));
  CHECK(ks_against_uniform(values).p == Approx(0.05).margin(0.002));
}

TEST_CASE("uniform samples pass and others fail") {
  int rejected = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Random random(seed);
    std::vector<double> values(50);
    for (double& value : values) value = random.uniform();
    rejected += ks_against_uniform(values).p < 0.05;
    for (double& value : values) value = value * value * value;
    CHECK(ks_against_uniform(values).p < 0.05);
  }
  CHECK(rejected > 5);
  CHECK(rejected < 35);  // 20 expected
}

TEST_CASE("what cannot be uniform is refused") {
  CHECK_THROWS_WITH(ks_against_uniform({}), "no value to test against the uniform distribution");
  CHECK_THROWS_WITH(ks_against_uniform(std::vector<double>{0.5, -0.1}), "-0.1 is not in 0 to 1");
}
