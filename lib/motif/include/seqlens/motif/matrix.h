#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seqlens::motif {

/// Letters of a column, in the order of all files: A, C, G, T.
inline constexpr std::string_view kLetters = "ACGT";

/// Probabilities of A, C, G, T; they sum to 1.
using Column = std::array<double, 4>;
/// Frequencies of A, C, G, T in what a motif is set against; all above 0, they sum to 1.
using Background = Column;

inline constexpr Background kUniform{0.25, 0.25, 0.25, 0.25};

/// A position weight matrix of DNA: what letter stands at which place of a binding site.
struct Matrix {
  std::string id;    ///< "MA0079.5": never empty, no blanks
  std::string name;  ///< "SP1"; may be empty
  std::vector<Column> columns;
  double sites =
      20;  ///< how many sites it was made from (20 where a file does not say, as in the MEME suite)
  double e_value = 0;  ///< as the file says; 0 where it does not

  [[nodiscard]] std::size_t width() const { return columns.size(); }
};

namespace detail {
constexpr std::array<unsigned char, 256> letter_indices() {
  std::array<unsigned char, 256> indices{};
  indices.fill(4);
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    indices[static_cast<std::size_t>(kLetters[i])] = static_cast<unsigned char>(i);
    indices[static_cast<std::size_t>(kLetters[i] - 'A' + 'a')] = static_cast<unsigned char>(i);
  }
  indices['U'] = indices['u'] = 3;
  return indices;
}
inline constexpr auto kLetterIndices = letter_indices();
}  // namespace detail

/// The place of a letter in kLetters, in either case (U is T); 4 for any other.
[[nodiscard]] constexpr std::size_t letter_index(char letter) {
  return detail::kLetterIndices[static_cast<unsigned char>(letter)];
}

/// The matrix of the other strand.
[[nodiscard]] Matrix reverse_complement(const Matrix& matrix);

/// Bits of a column, 2 minus its entropy: 0 for even letters, 2 for a certain one.
[[nodiscard]] double information(const Column& column);

/// One IUPAC letter a column: the letter of at least 0.6; else the two of at least 0.8 together, else the
/// three of at least 0.95, else N.
[[nodiscard]] std::string consensus(const Matrix& matrix);

/// The same frequencies on both strands: A and T, and C and G, get their mean.
[[nodiscard]] Background both_strands(const Background& background);

/// Frequencies of the letters of the sequences, on both strands, one letter of each added; others are not
/// counted.
[[nodiscard]] Background background_of(std::span<const std::string> sequences);

}  // namespace seqlens::motif
