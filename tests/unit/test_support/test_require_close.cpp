#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "support/require_close.h"

using namespace seqlens::test;

namespace {
const float kNan = std::numeric_limits<float>::quiet_NaN();
}

// The checker itself must be seen to fail.
TEST_CASE("first_difference rejects what is not close") {
  const std::vector<double> expected = {1, 2, 3};
  CHECK_FALSE(first_difference(std::vector<float>{1, 2, 3}, expected, {1e-6, 0}));
  CHECK(first_difference(std::vector<float>{1, 2.1F, 3}, expected, {1e-6, 0}) ==
        "[1] is 2.1, expected 2 within 1e-06");
  CHECK(first_difference(std::vector<float>{1, kNan, 3}, expected, {1e9, 0}).has_value());
  CHECK(first_difference(std::vector<float>{1, 2}, expected, {1e9, 0}) == "2 values where 3 were expected");
}

TEST_CASE("first_difference never takes NaN or infinity for close") {
  CHECK(first_difference(std::vector<float>{1}, std::vector<double>{double{kNan}}, {1, 1}).has_value());
  CHECK(first_difference(std::vector<float>{kNan}, std::vector<double>{double{kNan}}, {1, 1}).has_value());
  CHECK(first_difference(std::vector<float>{INFINITY}, std::vector<double>{1}, {1, 1}).has_value());
}

TEST_CASE("first_different_bits tells zeros apart") {
  CHECK_FALSE(first_different_bits(std::vector<float>{0.5F, kNan}, std::vector<float>{0.5F, kNan}));
  CHECK(first_different_bits(std::vector<float>{-0.0F}, std::vector<float>{0.0F}).has_value());
  CHECK(first_different_bits(std::vector<float>{1, 2}, std::vector<float>{1}).has_value());
}
