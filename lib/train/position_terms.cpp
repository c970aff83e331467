#include "position_terms.h"

#include <algorithm>
#include <cmath>

#include "add_matrix.h"

namespace seqlens::train {
namespace {

/// Vaswani et al. 2017: sine in even columns, cosine in odd ones. Frequencies are rounded to float as in the
/// encoder.
void add_sinusoids(kernels::Matrix x) {
  for (std::size_t c = 0; c < x.cols; ++c) {
    const double exponent = static_cast<double>(c - c % 2) / static_cast<double>(x.cols);
    const auto frequency = static_cast<float>(std::pow(10000.0, -exponent));
    for (std::size_t t = 0; t < x.rows; ++t) {
      const double angle = static_cast<double>(t) * static_cast<double>(frequency);
      x.at(t, c) += static_cast<float>(c % 2 == 0 ? std::sin(angle) : std::cos(angle));
    }
  }
}

}  // namespace

PositionTerms::PositionTerms(const model::EncoderConfig& config, const model::ParameterLayout& layout)
    : sinusoidal_(config.positions == model::Positions::sinusoidal),
      has_norm_(config.embedding_norm),
      offset_(static_cast<std::size_t>(config.position_offset)),
      position_(layout.find("embed.position.weight")),
      type_(layout.find("embed.type.weight")) {
  if (has_norm_) norm_ = NormLayer(layout, "embed.norm", config.norm_eps);
}

void PositionTerms::load(const model::Parameters& parameters) {
  if (position_) position_values_ = tensor(parameters, *position_);
  if (type_) type_values_ = tensor(parameters, *type_).data;
  if (has_norm_) norm_.load(parameters);
}

void PositionTerms::add_positions(kernels::Matrix sequence) const {
  if (position_) add_matrix(position_values_.row_range(offset_, sequence.rows), sequence);
  if (sinusoidal_) add_sinusoids(sequence);
}

void PositionTerms::forward(const ChunkRows& rows, kernels::ConstMatrix x, kernels::Matrix y,
                            Saved& saved) const {
  const kernels::Matrix sum = has_norm_ ? saved.sum.shape(x.rows, x.cols) : y;
  for (std::size_t r = 0; r < x.rows; ++r) std::copy_n(x.row(r), x.cols, sum.row(r));
  for (std::size_t s = 0; s < rows.sequences(); ++s) add_positions(rows.of(s, sum));
  if (type_) {
    for (std::size_t r = 0; r < sum.rows; ++r) kernels::axpy(1.0F, type_values_, sum.row(r), sum.cols);
  }
  if (has_norm_) norm_.forward(sum, y, saved.norm);
}

void PositionTerms::backward(const ChunkRows& rows, kernels::Matrix d, const Saved& saved,
                             model::Parameters& gradients) const {
  if (has_norm_) norm_.backward(saved.sum.view(), saved.norm, d, d, gradients);
  if (type_) kernels::sum_rows_accumulate(d, tensor(gradients, *type_).data);
  if (!position_) return;
  const kernels::Matrix table = tensor(gradients, *position_);
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    add_matrix(rows.of(s, d), table.row_range(offset_, rows.count(s)));
  }
}

}  // namespace seqlens::train
