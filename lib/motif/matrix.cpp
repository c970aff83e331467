#include "seqlens/motif/matrix.h"

#include <algorithm>
#include <cmath>

namespace seqlens::motif {
namespace {

constexpr double kOneLetter = 0.6, kTwoLetters = 0.8, kThreeLetters = 0.95;
/// IUPAC by the set of letters, A = 1, C = 2, G = 4, T = 8.
constexpr std::string_view kIupac = "-ACMGRSVTWYHKDBN";

char iupac_letter(const Column& column) {
  std::array<std::size_t, 4> order{0, 1, 2, 3};
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return column[a] > column[b]; });
  constexpr std::array<double, 4> kNeeded{kOneLetter, kTwoLetters, kThreeLetters, 0};
  std::size_t letters = 0;
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    letters |= std::size_t{1} << order[i];
    sum += column[order[i]];
    if (sum >= kNeeded[i]) break;
  }
  return kIupac[letters];
}

}  // namespace

Matrix reverse_complement(const Matrix& matrix) {
  Matrix other = matrix;
  std::reverse(other.columns.begin(), other.columns.end());
  for (Column& column : other.columns) std::reverse(column.begin(), column.end());
  return other;
}

double information(const Column& column) {
  double bits = 2;
  for (const double p : column)
    if (p > 0) bits += p * std::log2(p);
  return std::max(bits, 0.0);
}

std::string consensus(const Matrix& matrix) {
  std::string letters;
  for (const Column& column : matrix.columns) letters += iupac_letter(column);
  return letters;
}

Background both_strands(const Background& background) {
  const double at = (background[0] + background[3]) / 2;
  const double cg = (background[1] + background[2]) / 2;
  return {at, cg, cg, at};
}

Background background_of(std::span<const std::string> sequences) {
  std::array<double, 5> counts{1, 1, 1, 1, 0};
  for (const std::string& bases : sequences)
    for (const char base : bases) ++counts[letter_index(base)];
  const double all = counts[0] + counts[1] + counts[2] + counts[3];
  return both_strands({counts[0] / all, counts[1] / all, counts[2] / all, counts[3] / all});
}

}  // namespace seqlens::motif
