#include "seqlens/train/masking.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::train {
namespace {

bool contains(const std::vector<std::int32_t>& ids, std::int32_t id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Offsets in `tokens` that may be masked, in order.
std::vector<std::size_t> eligible_offsets(std::span<const std::int32_t> tokens,
                                          const PredictedTokens& predicted, const MaskingSettings& settings) {
  std::vector<std::size_t> offsets;
  const std::size_t end = std::min(tokens.size(), predicted.first + predicted.stride * predicted.positions);
  for (std::size_t i = predicted.first; i < end; ++i) {
    if (contains(settings.eligible, tokens[i])) offsets.push_back(i);
  }
  return offsets;
}

/// Entries of `offsets` to mask: single ones or runs of `span`, until the share is reached.
std::vector<std::size_t> choose(std::vector<std::size_t> offsets, const MaskingSettings& settings,
                                Random& random) {
  if (offsets.empty()) return offsets;
  const double wanted = settings.fraction * static_cast<double>(offsets.size());
  const auto count = std::min(offsets.size(),
                              static_cast<std::size_t>(std::max(1.0, std::floor(wanted + random.uniform()))));
  std::vector<bool> taken(offsets.size(), false);
  const auto span = static_cast<std::size_t>(settings.span);
  for (std::size_t chosen = 0; chosen < count;) {
    const std::size_t start = random.below(offsets.size());
    for (std::size_t i = start; i < std::min(start + span, offsets.size()) && chosen < count; ++i) {
      if (!taken[i]) ++chosen;
      taken[i] = true;
    }
  }
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    if (taken[i]) result.push_back(offsets[i]);
  }
  return result;
}

std::int32_t replacement(std::int32_t token, const MaskingSettings& settings, Random& random) {
  const double draw = random.uniform();
  if (draw < settings.mask_share) return settings.mask_token;
  if (draw < settings.mask_share + settings.random_share)
    return settings.eligible[random.below(settings.eligible.size())];
  return token;
}

}  // namespace

PredictedTokens predicted_tokens(const model::EncoderConfig& config, std::size_t tokens) {
  const int stride = config.stem_stride();
  if (!config.masked_lm || config.masked_lm->predictions_per_token != stride) {
    throw Error(fmt::format(
        "masked-LM training needs a masked_lm head with predictions_per_token {}, the stem's stride",
        stride));
  }
  return {static_cast<std::size_t>((config.receptive_field() - stride) / 2), static_cast<std::size_t>(stride),
          static_cast<std::size_t>(config.encoder_positions(static_cast<int>(tokens)))};
}

std::size_t maskable_tokens(std::span<const std::int32_t> tokens, const PredictedTokens& predicted,
                            const MaskingSettings& settings) {
  return eligible_offsets(tokens, predicted, settings).size();
}

std::vector<MaskedToken> mask_tokens(std::span<std::int32_t> tokens, const PredictedTokens& predicted,
                                     const MaskingSettings& settings, Random& random) {
  std::vector<MaskedToken> masked;
  for (const std::size_t offset : choose(eligible_offsets(tokens, predicted, settings), settings, random)) {
    const std::size_t predicted_index = offset - predicted.first;
    masked.push_back(
        {predicted_index / predicted.stride, predicted_index % predicted.stride, tokens[offset]});
    tokens[offset] = replacement(tokens[offset], settings, random);
  }
  return masked;
}

}  // namespace seqlens::train
