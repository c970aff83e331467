#include "seqlens/scan/encoder_scorer.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/base_tokenizer.h"

namespace seqlens::scan {

EncoderScorer::EncoderScorer(const model::Encoder& encoder, const PromoterSettings& settings)
    : encoder_(encoder),
      window_bases_(settings.window_bases),
      alignment_bases_(encoder.config().stem_stride()),
      width_(encoder.config().width),
      rows_(encoder.config().encoder_positions(settings.window_bases)),
      channel_rows_(0) {
  const auto& first_stage = encoder.config().first_stage;
  if (!first_stage) return;
  channel_rows_ = rows_ - static_cast<std::size_t>(first_stage->kernel) + 1;
  if (settings.first_stage_threshold)
    first_stage_threshold_ = static_cast<float>(*settings.first_stage_threshold);
}

void EncoderScorer::score(std::string_view bases, std::span<const std::int64_t> starts, bool every_window,
                          std::span<std::optional<float>> logits) const {
  if (starts.empty()) return;
  const auto scratch = scratch_.borrow();
  const bool choosy = !every_window && first_stage_threshold_;
  const std::int64_t begin = starts.front();
  read_features(bases.substr(begin, starts.back() + window_bases_ - begin), choosy, *scratch);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const auto row = static_cast<std::size_t>((starts[i] - begin) / alignment_bases_);
    const bool passes = !choosy || first_stage_logit(row, *scratch) >= *first_stage_threshold_;
    logits[i] = passes ? std::optional(logit(row, *scratch)) : std::nullopt;
  }
}

void EncoderScorer::read_features(std::string_view bases, bool with_channels, Scratch& scratch) const {
  scratch.ids.resize(bases.size());
  std::transform(bases.begin(), bases.end(), scratch.ids.begin(), tokenize::base_id);
  encoder_.stem_features(scratch.ids, scratch.features);
  if (!with_channels) return;
  encoder_.first_stage_channels({scratch.features.data(), scratch.features.size() / width_, width_},
                                scratch.channels);
}

float EncoderScorer::first_stage_logit(std::string_view window) const {
  const auto scratch = scratch_.borrow();
  read_features(window, true, *scratch);
  return first_stage_logit(0, *scratch);
}

float EncoderScorer::first_stage_logit(std::size_t row, Scratch& scratch) const {
  const auto channels = static_cast<std::size_t>(encoder_.config().first_stage->channels);
  return encoder_.first_stage_logit({scratch.channels.data() + row * channels, channel_rows_, channels});
}

float EncoderScorer::logit(std::size_t row, Scratch& scratch) const {
  float result = 0;
  encoder_.classify_features({scratch.features.data() + row * width_, rows_, width_}, {&result, 1});
  if (!std::isfinite(result))
    throw Error(fmt::format("the model gives a logit of {}; its weights are broken", result));
  return result;
}

}  // namespace seqlens::scan
