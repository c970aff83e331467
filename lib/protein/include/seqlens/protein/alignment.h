#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "seqlens/protein/alignment_text.h"

namespace seqlens::protein {

/// The columns of an alignment as residue codes (residue.h), row-major.
struct Alignment {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::uint8_t> codes;

  [[nodiscard]] std::span<const std::uint8_t> row(std::size_t r) const {
    return std::span(codes).subspan(r * columns, columns);
  }
};

/// Insertions are left out.
[[nodiscard]] Alignment encode(const AlignmentText& text);

/// The row that residues are counted on.
/// @param wanted  "first", or the name of a row, with or without its "/10-90" of residues
/// @throws InputError when no row, or more than one, has that name
[[nodiscard]] std::size_t find_reference(const AlignmentText& text, std::string_view wanted);

/// For each column, the 1-based number of the row's residue there, insertions before it counted too; 0 where
/// the row has a gap. What a "/10-90" of the name says is not used: residues are counted in the row itself.
[[nodiscard]] std::vector<std::size_t> residue_numbers(const AlignmentText& text, std::size_t row);

}  // namespace seqlens::protein
