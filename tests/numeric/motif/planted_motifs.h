#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "seqlens/motif/matrix.h"

namespace seqlens::test {

/// A motif of planted sequences.
struct PlantedMotif {
  std::string name;
  motif::Matrix matrix;
};

/// Sequences of 300 random bases with motifs of which everything is known:
/// - strong and palindrome, together 12 bases apart on one strand in 15 % of sequences, and each alone in 15
/// %;
/// - weak, 10 bases of 1 bit, in 30 %; in half of these the strong one lies 5 to 35 bases before it;
/// - decoy1 and decoy2, in 40 % each, anywhere, one independent of the other;
/// - place1 and place2, in 40 % each, one near base 150 and one near base 180, one independent of the other.
struct PlantedSet {
  std::vector<std::string> sequences;
  std::vector<PlantedMotif> motifs;
  /// Pairs by the names of their motifs.
  std::string fixed_first = "strong", fixed_second = "palindrome";
  std::string loose_first = "strong", loose_second = "weak";
  std::int64_t fixed_gap = 12;
};

PlantedSet planted_set(std::size_t sequences, std::uint64_t seed);

}  // namespace seqlens::test
