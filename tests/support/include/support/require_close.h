#pragma once

#include <optional>
#include <span>
#include <string>

#include <catch2/catch.hpp>

namespace seqlens::test {

/// |actual - expected| <= absolute + relative * |expected|.
struct Tolerance {
  double absolute = 0;
  double relative = 0;
};

/// The first element that is not close, in words, or nothing. NaN is never close, not even to NaN; different
/// sizes differ.
std::optional<std::string> first_difference(std::span<const float> actual, std::span<const double> expected,
                                            Tolerance tolerance);

/// The first element whose bits differ, in words, or nothing.
std::optional<std::string> first_different_bits(std::span<const float> actual,
                                                std::span<const float> expected);

inline void require_close(std::span<const float> actual, std::span<const double> expected,
                          Tolerance tolerance) {
  const auto difference = first_difference(actual, expected, tolerance);
  INFO(difference.value_or(""));
  REQUIRE_FALSE(difference.has_value());
}

inline void require_same_bits(std::span<const float> actual, std::span<const float> expected) {
  const auto difference = first_different_bits(actual, expected);
  INFO(difference.value_or(""));
  REQUIRE_FALSE(difference.has_value());
}

}  // namespace seqlens::test
