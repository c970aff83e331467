#include "token_embedding.h"

#include <algorithm>

#include "seqlens/kernels/vector_ops.h"

namespace seqlens::train {

TokenEmbedding::TokenEmbedding(const model::EncoderConfig& config, const model::ParameterLayout& layout)
    : table_(&layout.at("embed.token.weight")),
      dropout_fraction_(config.token_dropout_fraction),
      mask_token_(config.mask_token) {}

void TokenEmbedding::load(const model::Parameters& parameters) {
  values_ = tensor(parameters, *table_);
}

float TokenEmbedding::scale(std::span<const std::int32_t> sequence) const {
  if (dropout_fraction_ <= 0) return 1.0F;
  const auto masks = std::count(sequence.begin(), sequence.end(), mask_token_);
  const float observed = static_cast<float>(masks) / static_cast<float>(sequence.size());
  return observed < 1.0F ? (1.0F - dropout_fraction_) / (1.0F - observed) : 0.0F;
}

void TokenEmbedding::forward(const ChunkRows& rows, std::span<const std::int32_t> tokens,
                             kernels::Matrix out) const {
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    const float factor = scale(tokens.subspan(rows.first(s), rows.count(s)));
    for (std::size_t t = rows.first(s); t < rows.first(s) + rows.count(s); ++t) {
      float* to = out.row(t);
      if (is_dropped(tokens[t])) {
        std::fill_n(to, out.cols, 0.0F);
        continue;
      }
      const float* from = values_.row(static_cast<std::size_t>(tokens[t]));
      for (std::size_t c = 0; c < out.cols; ++c) to[c] = factor * from[c];
    }
  }
}

void TokenEmbedding::backward(const ChunkRows& rows, std::span<const std::int32_t> tokens,
                              kernels::ConstMatrix dout, model::Parameters& gradients) const {
  const kernels::Matrix table = tensor(gradients, *table_);
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    const float factor = scale(tokens.subspan(rows.first(s), rows.count(s)));
    for (std::size_t t = rows.first(s); t < rows.first(s) + rows.count(s); ++t) {
      if (is_dropped(tokens[t])) continue;
      kernels::axpy(factor, dout.row(t), table.row(static_cast<std::size_t>(tokens[t])), dout.cols);
    }
  }
}

double TokenEmbedding::slope(const ChunkRows& rows, std::span<const std::int32_t> tokens, std::size_t token,
                             std::int32_t id, const float* dout) const {
  if (is_dropped(id)) return 0;
  std::size_t s = 0;
  while (rows.first(s) + rows.count(s) <= token) ++s;
  const float* row = values_.row(static_cast<std::size_t>(id));
  double sum = 0;
  for (std::size_t c = 0; c < values_.cols; ++c) sum += double{dout[c]} * double{row[c]};
  return scale(tokens.subspan(rows.first(s), rows.count(s))) * sum;
}

}  // namespace seqlens::train
