#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "motif-discover/sequence_list.h"

namespace motif_discover {

using Chosen = std::vector<std::size_t>;  ///< sequences of a list, in order

/// A seeded sample, all where there are no more.
Chosen sample_of(const Chosen& from, std::size_t most, std::uint64_t seed);

std::vector<std::string> letters_of(const SequenceList& sequences, const Chosen& chosen);

/// Dinucleotide shuffles of at most 500 of the sequences, for what evidence is where there is nothing. Others
/// than those that motifs are found against.
std::vector<std::string> shuffled_sample(const SequenceList& sequences, const Chosen& from,
                                         std::uint64_t seed);

}  // namespace motif_discover
