#include "seqlens/motif/write_matrices.h"

#include <fmt/format.h>

namespace seqlens::motif {
namespace {

std::string named(const Matrix& matrix) {
  return matrix.name.empty() ? matrix.id : matrix.id + ' ' + matrix.name;
}

/// Two decimals, none where they are 0.
std::string count_text(double count) {
  std::string text = fmt::format("{:.2f}", count);
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return text;
}

}  // namespace

std::string to_meme(std::span<const Matrix> matrices, const Background& background) {
  std::string text = fmt::format(
      "MEME version 4\n\nALPHABET= ACGT\n\nstrands: + -\n\nBackground letter frequencies\n"
      "A {:.6f} C {:.6f} G {:.6f} T {:.6f}\n",
      background[0], background[1], background[2], background[3]);
  for (const Matrix& matrix : matrices) {
    text += fmt::format("\nMOTIF {}\nletter-probability matrix: alength= 4 w= {} nsites= {} E= {:.3g}\n",
                        named(matrix), matrix.width(), count_text(matrix.sites), matrix.e_value);
    for (const Column& column : matrix.columns)
      text += fmt::format(" {:.6f}  {:.6f}  {:.6f}  {:.6f}\n", column[0], column[1], column[2], column[3]);
  }
  return text;
}

std::string to_jaspar(std::span<const Matrix> matrices) {
  std::string text;
  for (const Matrix& matrix : matrices) {
    text += fmt::format(">{}\t{}\n", matrix.id, matrix.name);
    for (std::size_t i = 0; i < 4; ++i) {
      text += fmt::format("{}  [", kLetters[i]);
      for (const Column& column : matrix.columns)
        text += fmt::format(" {:>6}", count_text(column[i] * matrix.sites));
      text += " ]\n";
    }
  }
  return text;
}

}  // namespace seqlens::motif
