#include "position_terms.h"

#include "seqlens/model/coordinates.h"

#include "add_matrix.h"

namespace seqlens::train {
PositionTerms::PositionTerms(const model::EncoderConfig& config, const model::ParameterLayout& layout)
    : continuous_(config.continuous),
      waves_(layout, "embed.coordinate"),
      has_norm_(config.embedding_norm),
      offset_(static_cast<std::size_t>(config.position_offset)),
      position_(layout.find("embed.position.weight")),
      type_(layout.find("embed.type.weight")) {
  if (has_norm_) norm_ = NormLayer(layout, "embed.norm", config.norm_eps);
  if (config.positions == model::Positions::sinusoidal) {
    sinusoids_ = std::make_unique<model::AngleTables>(
        model::sinusoidal_frequencies(static_cast<std::size_t>(config.width)));
  }
}

void PositionTerms::load(const model::Parameters& parameters) {
  if (position_) position_values_ = tensor(parameters, *position_);
  if (type_) type_values_ = tensor(parameters, *type_).data;
  waves_.load(parameters);
  if (has_norm_) norm_.load(parameters);
}

void PositionTerms::add_positions(kernels::Matrix sequence) const {
  if (position_) add_matrix(position_values_.row_range(offset_, sequence.rows), sequence);
  if (sinusoids_) model::add_sinusoids(*sinusoids_, sequence);
}

void PositionTerms::forward(const ChunkRows& rows, kernels::ConstMatrix coordinates, kernels::ConstMatrix x,
                            kernels::Matrix y, Saved& saved) const {
  const kernels::Matrix sum = has_norm_ ? saved.sum.shape(x.rows, x.cols) : y;
  kernels::copy_matrix(x, sum);
  for (std::size_t s = 0; s < rows.sequences(); ++s) add_positions(rows.of(s, sum));
  if (waves_.exists()) {
    model::coordinate_waves(*continuous_, coordinates, saved.waves.rows.shape(x.rows, waves_.inputs()));
    waves_.add_to(sum, saved.waves);
  }
  if (type_) {
    for (std::size_t r = 0; r < sum.rows; ++r) kernels::axpy(1.0F, type_values_, sum.row(r), sum.cols);
  }
  if (has_norm_) norm_.forward(sum, y, saved.norm);
}

void PositionTerms::backward(const ChunkRows& rows, kernels::Matrix d, const Saved& saved,
                             kernels::AlignedBuffer& gemm_workspace, model::Parameters& gradients) const {
  if (has_norm_) norm_.backward(saved.sum.view(), saved.norm, d, d, gradients);
  waves_.backward(d, saved.waves, gemm_workspace, gradients);
  if (type_) kernels::sum_rows_accumulate(d, tensor(gradients, *type_).data);
  if (!position_) return;
  const kernels::Matrix table = tensor(gradients, *position_);
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    add_matrix(rows.of(s, d), table.row_range(offset_, rows.count(s)));
  }
}

}  // namespace seqlens::train
