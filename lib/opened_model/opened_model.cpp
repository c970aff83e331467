#include "seqlens/opened_model/opened_model.h"

#include "seqlens/core/on_first_use.h"
#include "seqlens/opened_model/stored_texts.h"
#include "seqlens/scan/promoter_model.h"

namespace seqlens::opened_model {

struct OpenedModel::Impl {
  Impl(default_model::ModelLocation where, scan::ClassifierChoices chosen, kernels::Precision precision)
      : location(std::move(where)),
        choices(std::move(chosen)),
        stored(location.open()),
        parts(stored, location.loaded_from(), location.name, precision) {}

  default_model::ModelLocation location;
  scan::ClassifierChoices choices;
  model::StoredModel stored;
  scan::ModelParts parts;
  OnFirstUse<std::string> digest;
  OnFirstUse<std::optional<scan::PromoterSettings>> settings;
  OnFirstUse<std::optional<scan::TrainedOn>> trained_on;
  OnFirstUse<scan::PromoterSettings> promoter;
  OnFirstUse<scan::ScanModel> scan;
};

OpenedModel::OpenedModel(const std::string& wanted, scan::ClassifierChoices choices,
                         kernels::Precision precision)
    : OpenedModel(default_model::find_model(wanted), std::move(choices), precision) {}

OpenedModel::OpenedModel(default_model::ModelLocation location, scan::ClassifierChoices choices,
                         kernels::Precision precision)
    : impl_(std::make_unique<Impl>(std::move(location), std::move(choices), precision)) {}

OpenedModel::~OpenedModel() = default;
OpenedModel::OpenedModel(OpenedModel&&) noexcept = default;
OpenedModel& OpenedModel::operator=(OpenedModel&&) noexcept = default;

const default_model::ModelLocation& OpenedModel::location() const {
  return impl_->location;
}

const std::string& OpenedModel::digest() const {
  return impl_->digest.get([this] { return impl_->location.digest(); });
}

const model::StoredModel& OpenedModel::stored() const {
  return impl_->stored;
}

ModelKind OpenedModel::kind() const {
  if (scan::is_promoter_model(impl_->stored)) return ModelKind::promoter;
  return config().classify ? ModelKind::classifier : ModelKind::encoder;
}

kernels::Precision OpenedModel::precision() const {
  return impl_->parts.precision();
}

std::vector<std::pair<std::string, report::Cell>> OpenedModel::provenance() const {
  return stored_provenance(impl_->stored.metadata(), name());
}

std::string OpenedModel::family() const {
  if (!impl_->stored.family().empty()) return impl_->stored.family();
  for (const auto& [key, value] : provenance())
    if (key == "family") return report::cell_text(value);
  return {};
}

const scan::PromoterSettings* OpenedModel::settings() const {
  const auto& settings =
      impl_->settings.get([this] { return scan::stored_promoter_settings(impl_->stored, name()); });
  return settings ? &*settings : nullptr;
}

scan::ClassOutputs OpenedModel::class_outputs() const {
  return scan::class_outputs(impl_->stored, impl_->location.loaded_from(), name());
}

const scan::TrainedOn* OpenedModel::trained_on() const {
  const auto& trained =
      impl_->trained_on.get([this] { return scan::stored_trained_on(impl_->stored, name()); });
  return trained ? &*trained : nullptr;
}

const scan::PromoterSettings* OpenedModel::promoter() const {
  return kind() == ModelKind::promoter ? &required_promoter() : nullptr;
}

const scan::PromoterSettings& OpenedModel::required_promoter() const {
  return impl_->promoter.get([this] { return scan::promoter_model_settings(impl_->stored, name()); });
}

std::shared_ptr<const tokenize::Tokenizer> OpenedModel::tokenizer() const {
  return impl_->parts.tokenizer();
}

const model::Encoder& OpenedModel::encoder() const {
  return *impl_->parts.encoder();
}

const scan::ScanModel& OpenedModel::scan() const {
  return impl_->scan.get([this] { return scan::ScanModel(impl_->parts, impl_->choices); });
}

OpenedModel open_to_run(const std::string& wanted, scan::ClassifierChoices choices,
                        kernels::Precision precision) {
  OpenedModel model(wanted, std::move(choices), precision);
  static_cast<void>(model.tokenizer());
  static_cast<void>(model.encoder());
  return model;
}

}  // namespace seqlens::opened_model
