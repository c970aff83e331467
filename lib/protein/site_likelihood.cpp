#include "seqlens/protein/site_likelihood.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "seqlens/kernels/softmax.h"

namespace seqlens::protein {
namespace {

std::size_t residue_index(std::size_t column, std::uint8_t code) {
  return column * kResidueCount + code;
}

}  // namespace

Observations::Observations(const Alignment& alignment, std::span<const float> weights,
                           std::span<const std::size_t> rows)
    : columns_(alignment.columns) {
  codes_.reserve(rows.size() * columns_);
  row_offsets_.push_back(0);
  residue_offsets_.assign(columns_ * kResidueCount + 1, 0);
  for (const std::size_t r : rows) {
    weights_.push_back(weights[r]);
    total_weight_ += double{weights[r]};
    for (std::size_t column = 0; column < columns_; ++column) {
      const std::uint8_t code = alignment.row(r)[column];
      codes_.push_back(code);
      if (!is_residue(code)) continue;
      const std::size_t index = residue_index(column, code);
      row_residues_.push_back(static_cast<std::uint32_t>(index));
      ++residue_offsets_[index + 1];
    }
    row_offsets_.push_back(row_residues_.size());
  }
  for (std::size_t i = 1; i < residue_offsets_.size(); ++i) residue_offsets_[i] += residue_offsets_[i - 1];
  residue_rows_.resize(row_residues_.size());
  auto next = residue_offsets_;
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t k = row_offsets_[r]; k < row_offsets_[r + 1]; ++k)
      residue_rows_[next[row_residues_[k]]++] = static_cast<std::uint32_t>(r);
}

std::vector<float> log_frequencies(const Observations& observations) {
  std::vector<float> result;
  for (std::size_t column = 0; column < observations.columns(); ++column) {
    std::array<double, kResidueCount> counts{};
    counts.fill(1);
    for (std::size_t r = 0; r < observations.rows(); ++r)
      if (const std::uint8_t code = observations.code(r, column); is_residue(code))
        counts[code] += double{observations.weights()[r]};
    double mean = 0;
    for (double& count : counts) mean += (count = std::log(count)) / kResidueCount;
    for (const double count : counts) result.push_back(static_cast<float>(count - mean));
  }
  return result;
}

double SiteLikelihood::evaluate(const Observations& observations, std::size_t site,
                                kernels::ConstMatrix couplings, std::span<const float> bias,
                                kernels::Matrix gradient, std::span<float> bias_gradient) {
  const std::size_t rows = observations.rows();
  const kernels::Matrix logits = logits_.shape_dense(rows, kResidueCount);
  kernels::sum_listed_rows(couplings, observations.residues_of_rows(), logits);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t a = 0; a < kResidueCount; ++a) logits.at(r, a) += bias[a];
  kernels::softmax_rows(logits, logits);

  double loss = 0;
  std::array<double, kResidueCount> bias_sums{};
  for (std::size_t r = 0; r < rows; ++r) {
    float* row = logits.row(r);
    const std::uint8_t code = observations.code(r, site);
    if (!is_residue(code)) {
      std::fill_n(row, kResidueCount, 0.0F);
      continue;
    }
    const float weight = observations.weights()[r];
    loss -= double{weight} * std::log(double{row[code]});
    for (std::size_t a = 0; a < kResidueCount; ++a) row[a] *= weight;
    row[code] -= weight;
    for (std::size_t a = 0; a < kResidueCount; ++a) bias_sums[a] += double{row[a]};
  }
  for (std::size_t a = 0; a < kResidueCount; ++a) bias_gradient[a] = static_cast<float>(bias_sums[a]);
  kernels::sum_listed_rows(logits, observations.rows_of_residues(), gradient);
  for (std::size_t b = 0; b < kResidueCount; ++b)
    std::fill_n(gradient.row(site * kResidueCount + b), kResidueCount, 0.0F);
  return loss;
}

}  // namespace seqlens::protein
