#pragma once

#include <string>
#include <string_view>

#include "seqlens/core/random.h"

namespace seqlens {

/// A random sequence with exactly the dinucleotide counts of the given one, and its first and last letter
/// (Altschul & Erickson 1985): a random Eulerian path through the graph whose edges are the neighbours.
/// Letters are read as the encoder reads them (canonical_base), so N is a letter of its own.
///
/// The path is uniform among all: the last exits of the letters are drawn as a uniform random tree towards
/// the last letter (Wilson 1996), the other exits are shuffled. O(letters).
[[nodiscard]] std::string dinucleotide_shuffle(std::string_view bases, Random& random);

}  // namespace seqlens
