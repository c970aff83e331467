#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "seqlens/kernels/listed_rows.h"
#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/protein/alignment.h"
#include "seqlens/protein/residue.h"

namespace seqlens::protein {

/// Rows of an alignment with their weights, as the pseudo-likelihood reads them: which residues each has, and
/// which rows have each residue. 8 bytes a residue.
class Observations {
 public:
  /// @param rows  of the alignment, in this order
  Observations(const Alignment& alignment, std::span<const float> weights, std::span<const std::size_t> rows);

  [[nodiscard]] std::size_t rows() const { return weights_.size(); }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::span<const float> weights() const { return weights_; }
  [[nodiscard]] double weight() const { return total_weight_; }  ///< sum of the weights
  /// Code of row r in a column.
  [[nodiscard]] std::uint8_t code(std::size_t r, std::size_t column) const {
    return codes_[r * columns_ + column];
  }

  /// List r: 20 column + residue, for the columns where row r has one of the 20 residues.
  [[nodiscard]] kernels::RowLists residues_of_rows() const { return {row_offsets_, row_residues_}; }
  /// List 20 column + residue: the rows that have it there.
  [[nodiscard]] kernels::RowLists rows_of_residues() const { return {residue_offsets_, residue_rows_}; }

 private:
  std::size_t columns_;
  std::vector<float> weights_;
  double total_weight_ = 0;
  std::vector<std::uint8_t> codes_;
  std::vector<std::uint64_t> row_offsets_, residue_offsets_;
  std::vector<std::uint32_t> row_residues_, residue_rows_;
};

/// Weighted logarithms of how often each residue stands in each column, one pseudocount a residue, freed of
/// their mean: where the biases of models begin. (columns, 20)
[[nodiscard]] std::vector<float> log_frequencies(const Observations& observations);

/// The pseudo-likelihood of one column given all others, and its gradient.
///
/// In row r, residue a of column i has logit bias[a] + sum over the other columns j with residue b of
/// couplings[20 j + b][a]. Missing residues add nothing, and rows without a residue in column i do not count.
class SiteLikelihood {
 public:
  /// @param couplings  (20 columns, 20), rows of column `site` zero
  /// @param gradient   as couplings, overwritten; its rows of column `site` are zero
  /// @return - sum over rows of weight log p(residue in column `site` | the others)
  ///
  /// O(rows columns 20), one thread.
  double evaluate(const Observations& observations, std::size_t site, kernels::ConstMatrix couplings,
                  std::span<const float> bias, kernels::Matrix gradient, std::span<float> bias_gradient);

 private:
  kernels::ScratchMatrix logits_;  // (rows, 20), then their gradient
};

}  // namespace seqlens::protein
