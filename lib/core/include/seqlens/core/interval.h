#pragma once

#include <cstdint>

namespace seqlens {

/// A range of bases on one sequence: 0-based, half-open, on the forward strand.
struct Interval {
  std::int64_t begin = 0;
  std::int64_t end = 0;

  [[nodiscard]] constexpr std::int64_t length() const { return end - begin; }
  [[nodiscard]] constexpr bool empty() const { return end <= begin; }
  [[nodiscard]] constexpr bool contains(std::int64_t position) const {
    return begin <= position && position < end;
  }
  [[nodiscard]] constexpr bool overlaps(const Interval& other) const {
    return begin < other.end && other.begin < end;
  }
  constexpr bool operator==(const Interval&) const = default;
};

enum class Strand : char { forward = '+', reverse = '-', unknown = '.' };

[[nodiscard]] constexpr char to_char(Strand strand) {
  return static_cast<char>(strand);
}

}  // namespace seqlens
