#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/dinucleotide_shuffle.h"

using namespace seqlens;

namespace {

std::map<std::string, int> dinucleotides(const std::string& bases) {
  std::map<std::string, int> counts;
  for (std::size_t i = 0; i + 1 < bases.size(); ++i) ++counts[bases.substr(i, 2)];
  return counts;
}

}  // namespace

TEST_CASE("a shuffle keeps dinucleotides and ends and moves the rest") {
  Random random(6);
  int moved = 0;
  for (int round = 0; round < 300; ++round) {
    std::string bases;
    const std::size_t length = 1 + random.below(200);
    for (std::size_t i = 0; i < length; ++i) bases += "AACGGGTN"[random.below(8)];
    const std::string shuffled = dinucleotide_shuffle(bases, random);
    INFO(bases);
    REQUIRE(dinucleotides(shuffled) == dinucleotides(bases));
    REQUIRE(shuffled.front() == bases.front());
    REQUIRE(shuffled.back() == bases.back());
    REQUIRE(shuffled.size() == bases.size());
    moved += shuffled != bases ? 1 : 0;
  }
  CHECK(moved > 250);
}

TEST_CASE("every sequence of the same dinucleotides comes equally often") {
  // Sequences from A to A with AC CA AG GA AA: the orders of the three loops at A are 6.
  const std::string bases = "AACAGA";
  std::map<std::string, int> seen;
  Random random(7);
  for (int i = 0; i < 6000; ++i) ++seen[dinucleotide_shuffle(bases, random)];
  REQUIRE(seen.size() == 6);
  for (const auto& [sequence, count] : seen) {
    INFO(sequence);
    CHECK(std::abs(count - 1000) < 150);  // 5 standard deviations
  }
}

TEST_CASE("short and uniform sequences are their own shuffles") {
  Random random(8);
  CHECK(dinucleotide_shuffle("", random).empty());
  CHECK(dinucleotide_shuffle("g", random) == "G");
  CHECK(dinucleotide_shuffle("AAAA", random) == "AAAA");
  CHECK(dinucleotide_shuffle("ACGT", random) == "ACGT");
}
