#pragma once

#include <string>
#include <string_view>

namespace seqlens {

/// The letter as the encoder sees it: 'A', 'C', 'G' or 'T' for these letters in either case, and 'T' for 'U';
/// 'N' for every other letter (IUPAC codes, gaps).
[[nodiscard]] char canonical_base(char letter);

/// Complement of a letter, IUPAC codes included, case kept. Anything that is no IUPAC letter becomes 'N'.
[[nodiscard]] char complement(char letter);

/// The sequence of the other strand, 5' to 3'. Twice is the identity on IUPAC letters (U comes back as T).
[[nodiscard]] std::string reverse_complement(std::string_view bases);

/// True for the 15 IUPAC nucleotide letters and U, in either case.
[[nodiscard]] bool is_iupac_base(char letter);

}  // namespace seqlens
