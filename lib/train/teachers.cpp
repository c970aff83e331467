#include "seqlens/train/teachers.h"

#include <algorithm>
#include <cmath>

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
  Impl(std::vector<std::int32_t> complements, std::int32_t no_base)
      : complement(std::move(complements)), nothing(no_base) {}

  /// The tokens that a teacher of so many tokens sees: the middle. Nothing when it misses a base.
  [[nodiscard]] std::optional<TokenSpan> seen_by(std::size_t window, TokenSpan tokens) const {
    if (window > tokens.size()) return std::nullopt;
    const std::size_t before = (tokens.size() - window) / 2;
    const auto is_nothing = [this](std::int32_t id) { return id == nothing; };
    const bool misses = !std::ranges::all_of(tokens.first(before), is_nothing) ||
                        !std::ranges::all_of(tokens.subspan(before + window), is_nothing);
    return misses ? std::nullopt : std::optional(tokens.subspan(before, window));
  }

  [[nodiscard]] double logit(const model::Encoder& encoder, TokenSpan tokens) const {
    const auto features = scratch.borrow();
    encoder.stem_features(tokens, *features);
    const auto width = static_cast<std::size_t>(encoder.config().width);
    float result = 0;
    encoder.classify_features({features->data(), features->size() / width, width, width}, {&result, 1});
    return result;
  }

  [[nodiscard]] std::vector<std::int32_t> reversed(TokenSpan tokens) const {
    std::vector<std::int32_t> reverse(tokens.rbegin(), tokens.rend());
    for (std::int32_t& id : reverse) id = complement.at(static_cast<std::size_t>(id));
    return reverse;
  }

  std::vector<std::int32_t> complement;
  std::int32_t nothing;
  std::vector<model::Encoder> encoders;  // by window, narrow ones first
  mutable parallel::WorkspacePool<std::vector<float>> scratch;
};

Teachers::Teachers(std::vector<std::int32_t> complement, std::int32_t nothing)
    : impl_(std::make_unique<Impl>(std::move(complement), nothing)) {}
Teachers::~Teachers() = default;
Teachers::Teachers(Teachers&&) noexcept = default;
Teachers& Teachers::operator=(Teachers&&) noexcept = default;

void Teachers::add(const model::EncoderConfig& config, const model::Parameters& parameters) {
  if (!config.classify || config.classify->labels.size() != 1 || config.window_tokens <= 0) {
    throw Error("a teacher has a classify head with one label, and windows of a fixed length");
  }
  if (static_cast<std::size_t>(config.vocabulary) != impl_->complement.size()) {
    throw Error(fmt::format("the teacher's vocabulary has {} tokens, that of the model {}", config.vocabulary,
                            impl_->complement.size()));
  }
  const auto narrower = [](const model::Encoder& encoder, int tokens) {
    return encoder.config().window_tokens <= tokens;
  };
  const auto place = std::ranges::find_if_not(impl_->encoders, [&](const model::Encoder& encoder) {
    return narrower(encoder, config.window_tokens);
  });
  impl_->encoders.emplace(place, config, parameters);
}

std::optional<StrandProbabilities> Teachers::ask(std::span<const std::int32_t> tokens) const {
  StrandProbabilities sum{};
  std::size_t asked = 0;
  int asked_window = 0;
  for (const model::Encoder& encoder : impl_->encoders) {
    const int window = encoder.config().window_tokens;
    if (asked > 0 && window > asked_window) break;
    const auto seen = impl_->seen_by(static_cast<std::size_t>(window), tokens);
    if (!seen) continue;
    const StrandProbabilities opinion =
        strand_probabilities(impl_->logit(encoder, *seen), impl_->logit(encoder, impl_->reversed(*seen)));
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += opinion[k];
    asked_window = window;
    ++asked;
  }
  if (asked == 0) return std::nullopt;
  for (double& probability : sum) probability /= static_cast<double>(asked);
  return sum;
}

}  // namespace seqlens::train
