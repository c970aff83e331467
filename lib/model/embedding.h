#pragma once

#include <span>

#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/position_tables.h"

#include "encoder_weights.h"

namespace seqlens::model {

/// x (T, E) = rows of the token table; with token dropout, masked tokens are zero and the rest is scaled (see
/// EncoderConfig::token_dropout_fraction).
void embed_tokens(const EncoderConfig& config, const EncoderWeights& weights, TokenIds tokens,
                  kernels::Matrix x);

/// The rows that linear maps read, and nothing else.
struct NumberScratch {
  kernels::ScratchMatrix rows;
};

/// Adds what the features (T, features) of the tokens mean to x (T, E); nothing of a model without.
void add_features(const EncoderConfig& config, const EncoderWeights& weights, std::span<const float> features,
                  NumberScratch& scratch, kernels::Matrix x);

/// The coordinates as rows of config.continuous->dimensions; none of a model without.
[[nodiscard]] kernels::ConstMatrix coordinate_rows(const EncoderConfig& config,
                                                   std::span<const float> coordinates);

/// Adds what the waves of continuous positions mean to x (T, D); nothing of a model without.
void add_coordinates(const EncoderConfig& config, const EncoderWeights& weights,
                     kernels::ConstMatrix coordinates, NumberScratch& scratch, kernels::Matrix x);

/// Adds type and learned or sinusoidal positions to x (T, D), then applies the embedding norm.
/// @param sinusoids  used for sinusoidal positions only
void finish_embedding(const EncoderConfig& config, const EncoderWeights& weights,
                      const AngleTables& sinusoids, kernels::Matrix x);

}  // namespace seqlens::model
