#pragma once

#include "seqlens/model/config.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/position_tables.h"

#include "encoder_weights.h"

namespace seqlens::model {

/// x (T, E) = rows of the token table; with token dropout, masked tokens are zero and the rest is scaled (see
/// EncoderConfig::token_dropout_fraction).
void embed_tokens(const EncoderConfig& config, const EncoderWeights& weights, TokenIds tokens,
                  kernels::Matrix x);

/// Adds type and learned or sinusoidal positions to x (T, D), then applies the embedding norm.
/// @param sinusoids  used for sinusoidal positions only
void finish_embedding(const EncoderConfig& config, const EncoderWeights& weights,
                      const AngleTables& sinusoids, kernels::Matrix x);

}  // namespace seqlens::model
