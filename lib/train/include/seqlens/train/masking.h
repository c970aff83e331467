#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/model/config.h"

namespace seqlens::train {

struct MaskingSettings {
  double fraction = 0.15;     ///< share of eligible tokens that are to be predicted
  int span = 1;               ///< tokens masked together; 1: each by itself
  double mask_share = 0.8;    ///< of these: replaced by [MASK]
  double random_share = 0.1;  ///< replaced by a random eligible token; the rest stays as it is
  std::int32_t mask_token = -1;
  std::vector<std::int32_t> eligible;  ///< ids that may be masked and that random replacements are drawn from
};

/// A token to be predicted: symbol `slot` of encoder position `position` should be `token`.
struct MaskedToken {
  std::size_t position = 0;
  std::size_t slot = 0;
  std::int32_t token = 0;
};

/// Which input tokens encoder position 0 predicts. With a stem of total stride S and receptive field R,
/// position t sees the tokens [t S, t S + R) and predicts the S in their middle, [t S + (R - S) / 2, ... +
/// S): every token is predicted by one position at most, and the (R - S) / 2 at either end by none. Without a
/// stem position t predicts token t.
struct PredictedTokens {
  std::size_t first = 0;   ///< first token that position 0 predicts
  std::size_t stride = 1;  ///< tokens a position predicts
  std::size_t positions = 0;
};
/// @throws Error when the head's predictions_per_token is not the stem's stride.
[[nodiscard]] PredictedTokens predicted_tokens(const model::EncoderConfig& config, std::size_t tokens);

/// Chooses tokens to predict and replaces them in place; returns what they were, ordered by position and
/// slot. At least one token is chosen when any is eligible.
[[nodiscard]] std::vector<MaskedToken> mask_tokens(std::span<std::int32_t> tokens,
                                                   const PredictedTokens& predicted,
                                                   const MaskingSettings& settings, Random& random);

/// How many of `tokens` may be masked. Nothing can be learnt from a text with none.
[[nodiscard]] std::size_t maskable_tokens(std::span<const std::int32_t> tokens,
                                          const PredictedTokens& predicted, const MaskingSettings& settings);

}  // namespace seqlens::train
