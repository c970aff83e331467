#include "embedding.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/norm.h"
#include "seqlens/model/coordinates.h"

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

void add_features(const EncoderConfig& config, const EncoderWeights& weights, std::span<const float> features,
                  NumberScratch& scratch, kernels::Matrix x) {
  if (config.features == 0) return;
  const auto count = static_cast<std::size_t>(config.features);
  const kernels::Matrix rows = scratch.rows.shape(x.rows, 2 * count);
  for (std::size_t t = 0; t < x.rows; ++t) split_missing(features.subspan(t * count, count), rows.row(t));
  kernels::gemm(rows, weights.feature.weight, x,
                {.bias = nullptr, .activation = kernels::Activation::none, .residual = x});
}

kernels::ConstMatrix coordinate_rows(const EncoderConfig& config, std::span<const float> coordinates) {
  if (!config.continuous) return {};
  const auto dimensions = static_cast<std::size_t>(config.continuous->dimensions);
  return {coordinates.data(), coordinates.size() / dimensions, dimensions};
}

void add_coordinates(const EncoderConfig& config, const EncoderWeights& weights,
                     kernels::ConstMatrix coordinates, NumberScratch& scratch, kernels::Matrix x) {
  if (!config.continuous || config.continuous->periods.empty()) return;
  const kernels::Matrix waves = scratch.rows.shape(x.rows, wave_count(*config.continuous));
  coordinate_waves(*config.continuous, coordinates, waves);
  kernels::gemm(waves, weights.coordinate.weight, x,
                {.bias = nullptr, .activation = kernels::Activation::none, .residual = x});
}

void check_numbers(const EncoderConfig& config, std::size_t sequence, const EncoderInput& input) {
  const auto require_count = [&](std::size_t found, std::size_t expected, const char* what) {
    if (found != expected)
      throw Error(fmt::format("sequence {}: {} {}, the model reads {}", sequence, found, what, expected));
  };
  const auto positions =
      static_cast<std::size_t>(config.encoder_positions(static_cast<int>(input.tokens.size())));
  const auto dimensions = static_cast<std::size_t>(config.continuous ? config.continuous->dimensions : 0);
  require_count(input.coordinates.size(), positions * dimensions, "coordinates");
  require_count(input.features.size(), input.tokens.size() * static_cast<std::size_t>(config.features),
                "features");
  for (std::size_t i = 0; i < input.coordinates.size(); ++i)
    if (!std::isfinite(input.coordinates[i]))
      throw Error(fmt::format("sequence {}: coordinate {} is {}, expected a finite number", sequence, i,
                              input.coordinates[i]));
  for (std::size_t i = 0; i < input.features.size(); ++i)
    if (std::isinf(input.features[i]))
      throw Error(
          fmt::format("sequence {}: feature {} is infinite, expected a number, or NaN where one is "
                      "missing",
                      sequence, i));
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
