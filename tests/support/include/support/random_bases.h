#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "seqlens/core/random.h"

namespace seqlens::test {

/// Upper and lower case, and what is unknown.
inline constexpr std::string_view kLettersOfFiles = "ACGTacgtN";

/// Letters drawn alike from `letters`.
inline std::string random_bases(std::size_t count, Random& random, std::string_view letters = "ACGT") {
  std::string bases(count, 'A');
  for (char& base : bases) base = letters[random.below(letters.size())];
  return bases;
}

inline std::string random_bases(std::size_t count, std::uint64_t seed, std::string_view letters = "ACGT") {
  Random random(seed);
  return random_bases(count, random, letters);
}

}  // namespace seqlens::test
