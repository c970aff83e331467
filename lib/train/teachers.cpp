#include "seqlens/train/teachers.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/kernels/matrix_view.h"
#include "seqlens/model/encoder.h"
#include "seqlens/parallel/workspace_pool.h"

namespace seqlens::train {
namespace {

using TokenSpan = std::span<const std::int32_t>;

StrandProbabilities strand_probabilities(double a, double b) {
  const double highest = std::max({0.0, a, b});
  StrandProbabilities odds{std::exp(-highest), std::exp(a - highest), std::exp(b - highest)};
  const double total = odds[0] + odds[1] + odds[2];
  for (double& odd : odds) odd /= total;
  return odds;
}

}  // namespace

struct Teachers::Impl {
  Impl(std::int32_t no_base, int tokens) : nothing(no_base), vocabulary(tokens) {}

  /// Where the tokens that a teacher of so many tokens sees begin: the middle. Nothing when it misses a base.
  [[nodiscard]] std::optional<std::size_t> first_seen(std::size_t window, TokenSpan tokens) const {
    if (window > tokens.size()) return std::nullopt;
    const std::size_t before = (tokens.size() - window) / 2;
    const auto is_nothing = [this](std::int32_t id) { return id == nothing; };
    const bool misses = !std::ranges::all_of(tokens.first(before), is_nothing) ||
                        !std::ranges::all_of(tokens.subspan(before + window), is_nothing);
    return misses ? std::nullopt : std::optional(before);
  }

  [[nodiscard]] double logit(const model::Encoder& encoder, TokenSpan tokens) const {
    const auto features = scratch.borrow();
    encoder.stem_features(tokens, *features);
    const auto width = static_cast<std::size_t>(encoder.config().width);
    float result = 0;
    encoder.classify_features({features->data(), features->size() / width, width, width}, {&result, 1});
    return result;
  }

  std::int32_t nothing;
  int vocabulary;
  std::vector<model::Encoder> encoders;  // by window, narrow ones first
  mutable parallel::WorkspacePool<std::vector<float>> scratch;
};

Teachers::Teachers(std::int32_t nothing, int vocabulary)
    : impl_(std::make_unique<Impl>(nothing, vocabulary)) {}
Teachers::~Teachers() = default;
Teachers::Teachers(Teachers&&) noexcept = default;
Teachers& Teachers::operator=(Teachers&&) noexcept = default;

void Teachers::add(const model::EncoderConfig& config, const model::Parameters& parameters) {
  if (!config.classify || config.classify->labels.size() != 1 || config.window_tokens <= 0) {
    throw Error("a teacher has a classify head with one label, and windows of a fixed length");
  }
  if (config.vocabulary != impl_->vocabulary) {
    throw Error(fmt::format("the teacher's vocabulary has {} tokens, that of the model {}", config.vocabulary,
                            impl_->vocabulary));
  }
  const auto narrower = [](const model::Encoder& encoder, int tokens) {
    return encoder.config().window_tokens <= tokens;
  };
  const auto place = std::ranges::find_if_not(impl_->encoders, [&](const model::Encoder& encoder) {
    return narrower(encoder, config.window_tokens);
  });
  impl_->encoders.emplace(place, config, parameters);
}

std::optional<StrandProbabilities> Teachers::ask(TokenSpan tokens, TokenSpan reverse) const {
  if (tokens.size() != reverse.size()) {
    throw ShapeError(
        fmt::format("teachers: {} tokens, their reverse complement has {}", tokens.size(), reverse.size()));
  }
  StrandProbabilities sum{};
  std::size_t asked = 0;
  std::size_t asked_window = 0;
  for (const model::Encoder& encoder : impl_->encoders) {
    const auto window = static_cast<std::size_t>(encoder.config().window_tokens);
    if (asked > 0 && window > asked_window) break;
    const auto first = impl_->first_seen(window, tokens);
    if (!first) continue;
    const std::size_t first_of_reverse = reverse.size() - *first - window;
    const StrandProbabilities opinion =
        strand_probabilities(impl_->logit(encoder, tokens.subspan(*first, window)),
                             impl_->logit(encoder, reverse.subspan(first_of_reverse, window)));
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += opinion[k];
    asked_window = window;
    ++asked;
  }
  if (asked == 0) return std::nullopt;
  for (double& probability : sum) probability /= static_cast<double>(asked);
  return sum;
}

}  // namespace seqlens::train
