#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace seqlens::protein {

/// The 20 amino acids in alphabetical order of their letters; a residue's code is its place here.
inline constexpr std::string_view kResidues = "ACDEFGHIKLMNPQRSTVWY";
inline constexpr std::size_t kResidueCount = kResidues.size();

/// Codes of what is no known residue. Models take both for missing.
inline constexpr std::uint8_t kUnknownResidue = 20;  ///< B J O U X Z: a residue, but which
inline constexpr std::uint8_t kGap = 21;             ///< '-' and '.'
inline constexpr std::uint8_t kNoResidue = 255;      ///< any other character

/// Code of a letter, upper or lower case; kNoResidue for what cannot stand in an alignment.
[[nodiscard]] std::uint8_t residue_code(char letter);

/// Whether a code is one of the 20.
[[nodiscard]] constexpr bool is_residue(std::uint8_t code) {
  return code < kResidueCount;
}

}  // namespace seqlens::protein
