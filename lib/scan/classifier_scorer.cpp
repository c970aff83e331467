#include "seqlens/scan/classifier_scorer.h"

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/parallel/parallel_for.h"

#include "require_finite.h"

namespace seqlens::scan {

void ClassifierScorer::score(std::string_view bases, std::span<const std::int64_t> starts, bool,
                             std::span<std::optional<float>> logits) const {
  const auto length = static_cast<std::size_t>(window_bases());
  parallel::parallel_for(starts.size(), [&](std::size_t i) {
    logits[i] = logit(bases.substr(static_cast<std::size_t>(starts[i]), length));
  });
}

void ClassifierScorer::score_variants(std::string_view, std::span<const std::string> variants,
                                      std::span<float> logits) const {
  parallel::parallel_for(variants.size(), [&](std::size_t i) {
    const auto result = logit(variants[i]);
    if (!result)
      throw Error(
          fmt::format("a window of {} bases is more tokens than the model takes; give a shorter --window",
                      variants[i].size()));
    logits[i] = *result;
  });
}

std::optional<float> ClassifierScorer::score_short(std::string_view bases) const {
  return logit(bases);
}

std::optional<float> ClassifierScorer::logit(std::string_view bases) const {
  const auto tokens = model_.tokens(bases);
  if (!tokens) {
    ++untaken_;
    return std::nullopt;
  }
  const auto scratch = scratch_.borrow();
  const model::EncoderConfig& config = model_.encoder->config();
  const auto width = static_cast<std::size_t>(config.width);
  model_.encoder->stem_features(tokens->ids, scratch->features);
  scratch->logits.resize(config.classify->labels.size());
  model_.encoder->classify_features({scratch->features.data(), scratch->features.size() / width, width},
                                    scratch->logits);
  return require_finite(static_cast<float>(model_.promoter_class.logit(scratch->logits)), "the model");
}

}  // namespace seqlens::scan
