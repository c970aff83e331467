#include "seqlens/protein/pair_scores.h"

#include <array>
#include <cmath>

#include "seqlens/protein/residue.h"

namespace seqlens::protein {

double coupling_norm(kernels::ConstMatrix i_given_j, kernels::ConstMatrix j_given_i) {
  std::array<std::array<double, kResidueCount>, kResidueCount> mean{};
  std::array<double, kResidueCount> row_means{}, column_means{};
  double whole_mean = 0;
  for (std::size_t a = 0; a < kResidueCount; ++a) {
    for (std::size_t b = 0; b < kResidueCount; ++b) {
      const double value = (double{i_given_j.at(b, a)} + double{j_given_i.at(a, b)}) / 2;
      mean[a][b] = value;
      row_means[a] += value / kResidueCount;
      column_means[b] += value / kResidueCount;
    }
    whole_mean += row_means[a] / kResidueCount;
  }
  double squares = 0;
  for (std::size_t a = 0; a < kResidueCount; ++a)
    for (std::size_t b = 0; b < kResidueCount; ++b) {
      const double centred = mean[a][b] - row_means[a] - column_means[b] + whole_mean;
      squares += centred * centred;
    }
  return std::sqrt(squares);
}

PairScores average_product_corrected(const PairScores& scores) {
  const std::size_t columns = scores.columns;
  PairScores corrected(columns);
  if (columns < 2) return corrected;
  std::vector<double> means(columns);
  double mean = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    for (std::size_t j = 0; j < columns; ++j)
      if (j != i) means[i] += scores.at(i, j) / static_cast<double>(columns - 1);
    mean += means[i] / static_cast<double>(columns);
  }
  if (!(mean != 0)) return corrected;  // no couplings at all
  for (std::size_t i = 0; i < columns; ++i)
    for (std::size_t j = 0; j < i; ++j) corrected.set(i, j, scores.at(i, j) - means[i] * means[j] / mean);
  return corrected;
}

}  // namespace seqlens::protein
