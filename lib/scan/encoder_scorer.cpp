#include "seqlens/scan/encoder_scorer.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "seqlens/scan/record_score.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "require_finite.h"

namespace seqlens::scan {

Interval bins_of_window(const model::EncoderConfig& config, const PromoterSettings& settings) {
  const std::int64_t bin = config.token_bin_length();
  const std::int64_t before = settings.seen_flank() - config.token_bins_begin();
  return {(before + bin - 1) / bin, (before + settings.window_bases) / bin};
}

EncoderScorer::EncoderScorer(const model::Encoder& encoder, const PromoterSettings& settings)
    : encoder_(encoder),
      window_bases_(settings.window_bases),
      flank_bases_(settings.seen_flank()),
      alignment_bases_(encoder.config().stem_stride()),
      width_(encoder.config().width),
      rows_(encoder.config().encoder_positions(settings.seen_bases())),
      channel_rows_(0) {
  if (settings.positions) bins_ = bins_of_window(encoder.config(), settings);
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
  read_features(bases.substr(begin, starts.back() + seen_bases() - begin), choosy, *scratch);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t row = row_of(starts[i], begin);
    const bool passes = !choosy || first_stage_logit(row, *scratch) >= *first_stage_threshold_;
    logits[i] = passes ? std::optional(logit(row, *scratch)) : std::nullopt;
  }
}

void EncoderScorer::score_variants(std::string_view reference, std::span<const std::string> variants,
                                   std::span<float> logits) const {
  assert(variants.size() == logits.size());
  run_variants(reference, variants, [&](std::size_t i, Scratch& scratch) { logits[i] = logit(0, scratch); });
}

void EncoderScorer::score_variant_strands(std::string_view reference, std::span<const std::string> variants,
                                          std::span<float> forward, std::span<float> reverse) const {
  assert(variants.size() == forward.size() && variants.size() == reverse.size());
  run_variants(reference, variants, [&](std::size_t i, Scratch& scratch) {
    const StrandLogits logits = bin_logits(0, scratch, nullptr, 0);
    forward[i] = logits.forward;
    reverse[i] = logits.reverse;
  });
}

void EncoderScorer::run_variants(std::string_view reference, std::span<const std::string> variants,
                                 const TakeVariant& take) const {
  if (variants.empty()) return;
  const auto scratch = scratch_.borrow();
  read_features(reference, false, *scratch);
  scratch->reference_features = scratch->features;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    scratch->features = scratch->reference_features;
    renew_changed_features(reference, variants[i], *scratch);
    take(i, *scratch);
  }
}

void EncoderScorer::renew_changed_features(std::string_view reference, std::string_view variant,
                                           Scratch& scratch) const {
  assert(variant.size() == reference.size());
  const auto field = static_cast<std::size_t>(encoder_.config().receptive_field());
  const auto is_changed = [&](std::size_t row) {
    const std::size_t at = row * static_cast<std::size_t>(alignment_bases_);
    return reference.substr(at, field) != variant.substr(at, field);
  };
  for (std::size_t row = 0; row < rows_; ++row) {
    if (!is_changed(row)) continue;
    const std::size_t begin = row;
    while (row < rows_ && is_changed(row)) ++row;
    renew_rows(variant, begin, row, scratch);
  }
}

void EncoderScorer::renew_rows(std::string_view variant, std::size_t begin, std::size_t end,
                               Scratch& scratch) const {
  const auto step = static_cast<std::size_t>(alignment_bases_);
  const auto field = static_cast<std::size_t>(encoder_.config().receptive_field());
  const std::string_view bases = variant.substr(begin * step, (end - begin - 1) * step + field);
  scratch.ids.resize(bases.size());
  std::transform(bases.begin(), bases.end(), scratch.ids.begin(), tokenize::base_id);
  encoder_.stem_features(scratch.ids, scratch.new_rows);
  assert(scratch.new_rows.size() == (end - begin) * width_);
  std::copy(scratch.new_rows.begin(), scratch.new_rows.end(),
            scratch.features.begin() + static_cast<std::ptrdiff_t>(begin * width_));
}

void EncoderScorer::observe(std::string_view bases, std::span<const std::int64_t> starts,
                            model::HeadSink& heads,
                            const std::function<void(std::size_t, float)>& done) const {
  if (starts.empty()) return;
  const auto scratch = scratch_.borrow();
  const std::int64_t begin = starts.front();
  read_features(bases.substr(begin, starts.back() + seen_bases() - begin), false, *scratch);
  for (std::size_t i = 0; i < starts.size(); ++i)
    done(i, logit(row_of(starts[i], begin), *scratch, &heads, i));
}

std::size_t EncoderScorer::row_of(std::int64_t start, std::int64_t begin) const {
  return static_cast<std::size_t>((start - begin) / alignment_bases_);
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
  return require_finite(
      encoder_.first_stage_logit({scratch.channels.data() + row * channels, channel_rows_, channels}),
      "the model's first stage");
}

float EncoderScorer::logit(std::size_t row, Scratch& scratch, model::HeadSink* heads,
                           std::size_t sequence) const {
  if (bins_) return bin_logits(row, scratch, heads, sequence).forward;
  float result = 0;
  encoder_.classify_features({scratch.features.data() + row * width_, rows_, width_}, {&result, 1}, heads,
                             sequence);
  return require_finite(result, "the model");
}

EncoderScorer::StrandLogits EncoderScorer::bin_logits(std::size_t row, Scratch& scratch,
                                                      model::HeadSink* heads, std::size_t sequence) const {
  scratch.bins.resize(rows_ * static_cast<std::size_t>(encoder_.config().token_columns()));
  encoder_.score_features({scratch.features.data() + row * width_, rows_, width_}, scratch.bins, heads,
                          sequence);
  LogSum forward;
  LogSum reverse;
  for (std::int64_t bin = bins_->begin; bin < bins_->end; ++bin) {
    const float* strands = scratch.bins.data() + 2 * bin;
    forward.add(require_finite(strands[0], "the model"), bin);
    reverse.add(require_finite(strands[1], "the model"), bin);
  }
  return {static_cast<float>(forward.value()), static_cast<float>(reverse.value())};
}

}  // namespace seqlens::scan
