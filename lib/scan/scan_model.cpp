#include "seqlens/scan/scan_model.h"

#include <optional>

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/scan/classifier_scorer.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/scan/promoter_model.h"

namespace seqlens::scan {
namespace {

void refuse_choices(const ClassifierChoices& choices, const std::string& place) {
  if (choices.window_bases)
    throw UsageError(fmt::format("--window: the windows of {} are part of the model", place));
  if (!choices.promoter_class.empty())
    throw UsageError(fmt::format("--promoter-class: {} has one logit, a promoter's", place));
}

}  // namespace

struct ScanModel::Impl {
  std::shared_ptr<const model::Encoder> encoder;
  PromoterSettings settings;
  std::optional<EncoderScorer> promoter_scorer;
  std::optional<WindowClassifier> classifier;
  std::optional<ClassifierScorer> classifier_scorer;
};

ScanModel::ScanModel(const ModelParts& model, const ClassifierChoices& choices)
    : impl_(std::make_unique<Impl>()) {
  if (is_promoter_model(model.model())) {
    refuse_choices(choices, model.place());
    impl_->settings = promoter_model_settings(model.model(), model.place());
    impl_->encoder = model.encoder();
    impl_->promoter_scorer.emplace(*impl_->encoder, impl_->settings);
  } else {
    impl_->classifier.emplace(make_window_classifier(model, choices));
    impl_->settings = impl_->classifier->settings;
    impl_->encoder = impl_->classifier->encoder;
    impl_->classifier_scorer.emplace(*impl_->classifier);
  }
}

ScanModel::ScanModel(const model::ModelView& model, const std::filesystem::path& file,
                     const std::string& place, const ClassifierChoices& choices)
    : ScanModel(ModelParts(model, file, place), choices) {}

ScanModel::~ScanModel() = default;
ScanModel::ScanModel(ScanModel&&) noexcept = default;
ScanModel& ScanModel::operator=(ScanModel&&) noexcept = default;

const model::Encoder& ScanModel::encoder() const {
  return *impl_->encoder;
}

const PromoterSettings& ScanModel::settings() const {
  return impl_->settings;
}

const WindowScorer& ScanModel::scorer() const {
  if (impl_->promoter_scorer) return *impl_->promoter_scorer;
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
  if (impl_->promoter_scorer) return kShortestPadded;
  std::string bases = "A";
  while (!impl_->classifier->tokens(bases) && bases.size() < 64) bases += 'A';
  return static_cast<std::int64_t>(bases.size());
}

}  // namespace seqlens::scan
