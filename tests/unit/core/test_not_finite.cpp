#include <array>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/not_finite.h"

using seqlens::first_not_finite;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST_CASE("first_not_finite says nothing of finite values") {
  CHECK(first_not_finite({}).empty());
  CHECK(first_not_finite(std::array{0.0F, -0.0F, std::numeric_limits<float>::max(),
                                    std::numeric_limits<float>::denorm_min()})
            .empty());
}

TEST_CASE("first_not_finite names the first one") {
  CHECK(first_not_finite(std::array{kNan}) == "nan");
  CHECK(first_not_finite(std::array{-kNan}) == "nan");
  CHECK(first_not_finite(std::array{1.0F, kInfinity, kNan}) == "inf");
  CHECK(first_not_finite(std::array{1.0F, -kInfinity, kInfinity}) == "-inf");
  std::vector<float> many(1001, 1.0F);
  many.back() = kNan;
  CHECK(first_not_finite(many) == "nan");
}
