#include "embedding.h"

#include <algorithm>

#include "seqlens/kernels/norm.h"

namespace seqlens::model {

namespace {

float dropout_scale(const EncoderConfig& config, TokenIds tokens) {
  const auto masked = static_cast<float>(std::ranges::count(tokens, config.mask_token));
  const float observed = masked / static_cast<float>(tokens.size());
  return (1.0F - config.token_dropout_fraction) / (1.0F - observed);
}

void add_row(const float* row, float* x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) x[i] += row[i];
}

}  // namespace

void embed_tokens(const EncoderConfig& config, const EncoderWeights& weights, TokenIds tokens,
                  kernels::Matrix x) {
  const bool dropout = config.token_dropout_fraction > 0;
  // All tokens masked: nothing is left to scale, and the scale would be infinite.
  const float scale =
      dropout && !std::ranges::all_of(tokens, [&](auto id) { return id == config.mask_token; })
          ? dropout_scale(config, tokens)
          : 1.0F;
  for (std::size_t t = 0; t < tokens.size(); ++t) {
    const float* row = weights.token_embedding.row(static_cast<std::size_t>(tokens[t]));
    if (!dropout)
      std::copy_n(row, x.cols, x.row(t));
    else if (tokens[t] == config.mask_token)
      std::fill_n(x.row(t), x.cols, 0.0F);
    else
      std::transform(row, row + x.cols, x.row(t), [scale](float value) { return value * scale; });
  }
}

void finish_embedding(const EncoderConfig& config, const EncoderWeights& weights,
                      const AngleTables& sinusoids, kernels::Matrix x) {
  for (std::size_t t = 0; t < x.rows; ++t) {
    if (weights.type_embedding) add_row(weights.type_embedding, x.row(t), x.cols);
    if (config.positions == Positions::learned)
      add_row(weights.position_embedding.row(t + static_cast<std::size_t>(config.position_offset)), x.row(t),
              x.cols);
  }
  if (config.positions == Positions::sinusoidal) add_sinusoids(sinusoids, x);
  if (config.embedding_norm)
    kernels::layer_norm(x, weights.embedding_norm.weight, weights.embedding_norm.bias, config.norm_eps, x);
}

}  // namespace seqlens::model
