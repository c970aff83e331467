#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/protein/contact_truth.h"
#include "seqlens/protein/text_lines.h"

namespace seqlens::protein {

/// A residue of a chain with the atom that contacts are measured between.
struct StructureResidue {
  char letter = 'X';              ///< X for what is no standard amino acid
  std::array<double, 3> place{};  ///< of C-beta, of C-alpha for glycine and where C-beta is missing; Angstrom
};

struct StructureChain {
  std::string name;
  std::vector<StructureResidue> residues;  ///< in the order of the file; those with coordinates alone

  [[nodiscard]] std::string letters() const;
};

/// The chains of the first model of a PDB or mmCIF file (told from the content): ATOM records, and HETATM of
/// selenomethionine; of alternate places the first.
/// @throws InputError (file, line) for a record that cannot be read, or when there is no ATOM record
[[nodiscard]] std::vector<StructureChain> read_structure(TextLines lines);

/// For each residue of `wanted`, the residue of the chain that it is aligned with (0-based), by global
/// alignment (match 2, mismatch -1, gap -1, free at the ends).
[[nodiscard]] std::vector<std::optional<std::size_t>> match_residues(const std::string& wanted,
                                                                     const std::string& chain);

/// Share of the letters of `wanted` that the match finds again.
[[nodiscard]] double match_identity(const std::string& wanted, const std::string& chain,
                                    const std::vector<std::optional<std::size_t>>& match);

/// Pairs of columns closer than `cutoff` Angstrom.
/// @param residue_of_column  residue of the chain in each column, if any
[[nodiscard]] ContactTruth contacts_of_chain(const StructureChain& chain,
                                             const std::vector<std::optional<std::size_t>>& residue_of_column,
                                             double cutoff = 8);

}  // namespace seqlens::protein
