#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "seqlens/protein/pair_scores.h"

namespace protein_contacts {

/// What the program says of one protein.
struct ContactMap {
  std::string name;                            ///< of the reference, or the record
  std::string sequence;                        ///< all its residues
  std::vector<std::size_t> residues;           ///< of each column, counted from 1; 0: a gap
  seqlens::protein::PairScores probabilities;  ///< of pairs of columns
};

}  // namespace protein_contacts
