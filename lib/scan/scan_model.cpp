#include "seqlens/scan/scan_model.h"

#include <optional>

#include <fmt/core.h>

#include "seqlens/core/errors.h"
#include "seqlens/scan/classifier_scorer.h"
#include "seqlens/scan/encoder_scorer.h"
#include "seqlens/scan/position_scores.h"
#include "seqlens/scan/promoter_model.h"
#include "seqlens/scan/stretch_scores.h"
#include "seqlens/scan/token_scorer.h"

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
  std::optional<TokenScorer> position_scorer;
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
    if (impl_->settings.positions) impl_->position_scorer.emplace(*impl_->encoder, impl_->settings);
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

const PositionScorer* ScanModel::positions() const {
  return impl_->position_scorer ? &*impl_->position_scorer : nullptr;
}

ScanCounts ScanModel::scan(input::BaseSource& source, ScanOptions options, ScanSink& sink) const {
  options.tss_index = settings().tss_index;
  options.drawn_bases = settings().window_bases;
  if (positions()) return scan_records(source, *positions(), options, sink);
  return scan_records(source, scorer(), options, sink);
}

ScanShapes ScanModel::shapes() const {
  const WindowShape drawn{settings().window_bases, settings().tss_index};
  return {positions() ? bin_shape(positions()->grid()) : drawn, drawn};
}

input::RegionReach ScanModel::region_reach(std::int64_t stride_bases, std::int64_t radius_bases) const {
  const WindowShape drawn = shapes().drawn;
  if (positions()) return position_reach(positions()->grid(), drawn, radius_bases);
  return {drawn.window_bases, drawn.tss_index, stride_bases, radius_bases, scorer().flank_bases()};
}

StretchScores ScanModel::score_record(const WindowOptions& options, std::string_view bases) const {
  if (positions()) return score_record_positions(*positions(), options, bases);
  if (static_cast<std::int64_t>(bases.size()) < scorer().window_bases())
    return score_short_record(scorer(), options, bases);
  return score_stretch(scorer(), options, with_flanks(scorer(), bases), 0);
}

RecordRule ScanModel::record_rule() const {
  return positions() ? RecordRule::sum : RecordRule::best;
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
