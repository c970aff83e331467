#pragma once

#include <cstddef>
#include <vector>

#include "seqlens/kernels/matrix_view.h"

namespace seqlens::protein {

/// A number for each pair of columns, symmetric; the diagonal means nothing and is 0.
struct PairScores {
  std::size_t columns = 0;
  std::vector<double> values;  ///< (columns, columns)

  explicit PairScores(std::size_t columns_) : columns(columns_), values(columns_ * columns_) {}
  [[nodiscard]] double at(std::size_t i, std::size_t j) const { return values[i * columns + j]; }
  void set(std::size_t i, std::size_t j, double value) {
    values[i * columns + j] = value;
    values[j * columns + i] = value;
  }
};

/// Frobenius norm of the symmetrised couplings of a pair of columns: the mean of what i's model says of j and
/// j's of i, each a 20 x 20 matrix, is freed of its row and column means (the zero-sum gauge, in which a
/// coupling holds nothing that biases could say).
///
/// @param i_given_j  (20, 20): residue b of column j by residue a of column i
/// @param j_given_i  (20, 20): residue a of column i by residue b of column j
[[nodiscard]] double coupling_norm(kernels::ConstMatrix i_given_j, kernels::ConstMatrix j_given_i);

/// Average product correction (Dunn, Wahl & Gloor 2008): what two columns would score by their means alone,
/// mean(i) mean(j) / mean, is taken off. Means leave out the diagonal.
[[nodiscard]] PairScores average_product_corrected(const PairScores& scores);

}  // namespace seqlens::protein
