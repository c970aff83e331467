#include "support/require_close.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

namespace seqlens::test {

std::optional<std::string> first_difference(std::span<const float> actual, std::span<const double> expected,
                                            Tolerance tolerance) {
  if (actual.size() != expected.size()) {
    return fmt::format("{} values where {} were expected", actual.size(), expected.size());
  }
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const double allowed = tolerance.absolute + tolerance.relative * std::abs(expected[i]);
    if (!(std::abs(double{actual[i]} - expected[i]) <= allowed)) {
      return fmt::format("[{}] is {}, expected {} within {:.3g}", i, actual[i], expected[i], allowed);
    }
  }
  return std::nullopt;
}

std::optional<std::string> first_different_bits(std::span<const float> actual,
                                                std::span<const float> expected) {
  if (actual.size() != expected.size()) {
    return fmt::format("{} values where {} were expected", actual.size(), expected.size());
  }
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (std::bit_cast<std::uint32_t>(actual[i]) != std::bit_cast<std::uint32_t>(expected[i])) {
      return fmt::format("[{}] is {:a}, expected {:a}", i, actual[i], expected[i]);
    }
  }
  return std::nullopt;
}

}  // namespace seqlens::test
