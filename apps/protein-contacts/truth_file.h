#pragma once

#include <string>
#include <vector>

#include "seqlens/protein/contact_truth.h"

namespace protein_contacts {

/// Reads --truth: a table of pairs of columns, or a structure, which is matched with the sequence.
///
/// @param chain     of a structure; empty: the one that agrees with most of the sequence
/// @param sequence  residues of the reference
/// @param residues  of each column, counted from 1; 0: a gap
/// @throws InputError for a column that is not there, no column that says what touches, an unknown chain, or
/// one that agrees with less than 30 % of the sequence
[[nodiscard]] seqlens::protein::ContactTruth read_truth(const std::string& path, const std::string& chain,
                                                        const std::string& sequence,
                                                        const std::vector<std::size_t>& residues);

}  // namespace protein_contacts
