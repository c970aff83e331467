#include "seqlens/scan/scan_model.h"

#include <optional>

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/scan/encoder_scorer.h"

namespace seqlens::scan {
namespace {

/// Single bases, one logit and settings: everything else is a checkpoint of some family.
bool is_promoter_model(const model::ModelView& model) {
  const bool has_settings = model.metadata.contains(std::string(PromoterSettings::metadata_key));
  const bool one_logit = model.config.classify && model.config.classify->labels.size() == 1;
  return has_settings && one_logit && model.config.window_tokens > 0;
}

void refuse_choices(const ClassifierChoices& choices, const std::string& place) {
  if (choices.window_bases)
    throw UsageError(fmt::format("--window: the windows of {} are part of the model", place));
  if (!choices.promoter_class.empty())
    throw UsageError(fmt::format("--promoter-class: {} has one logit, a promoter's", place));
}

}  // namespace

struct ScanModel::Impl {
  std::optional<PromoterModel> promoter;
  std::optional<EncoderScorer> promoter_scorer;
  std::optional<WindowClassifier> classifier;
  std::optional<ClassifierScorer> classifier_scorer;
};

ScanModel::ScanModel(const model::ModelView& model, const std::filesystem::path& file,
                     const std::string& place, const ClassifierChoices& choices)
    : impl_(std::make_unique<Impl>()) {
  if (is_promoter_model(model)) {
    refuse_choices(choices, place);
    impl_->promoter.emplace(make_promoter_model(model, place));
    impl_->promoter_scorer.emplace(impl_->promoter->encoder, impl_->promoter->settings);
  } else {
    impl_->classifier.emplace(make_window_classifier(model, file, place, choices));
    impl_->classifier_scorer.emplace(*impl_->classifier);
  }
}

ScanModel::~ScanModel() = default;
ScanModel::ScanModel(ScanModel&&) noexcept = default;
ScanModel& ScanModel::operator=(ScanModel&&) noexcept = default;

const model::Encoder& ScanModel::encoder() const {
  return impl_->promoter ? impl_->promoter->encoder : impl_->classifier->encoder;
}

const PromoterSettings& ScanModel::settings() const {
  return impl_->promoter ? impl_->promoter->settings : impl_->classifier->settings;
}

const WindowScorer& ScanModel::scorer() const {
  if (impl_->promoter) return *impl_->promoter_scorer;
  return *impl_->classifier_scorer;
}

const WindowClassifier* ScanModel::classifier() const {
  return impl_->classifier ? &*impl_->classifier : nullptr;
}

std::uint64_t ScanModel::untaken() const {
  return impl_->classifier_scorer ? impl_->classifier_scorer->untaken() : 0;
}

std::int64_t ScanModel::shortest_record() const {
  constexpr std::int64_t kShortestPadded = 100;
  if (impl_->promoter) return kShortestPadded;
  std::string bases = "A";
  while (!impl_->classifier->tokens(bases) && bases.size() < 64) bases += 'A';
  return static_cast<std::int64_t>(bases.size());
}

}  // namespace seqlens::scan
