#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "seqlens/model/model_view.h"
#include "seqlens/scan/model_parts.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/window_classifier.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::scan {

/// Any model that scores windows of bases: one of our promoter models (is_promoter_model: single bases, one
/// logit an orientation, settings in the file), or a checkpoint with a classification head
/// (WindowClassifier).
///
/// Immutable and shared by threads. Encoder, settings and scorer belong together.
class ScanModel {
 public:
  /// @throws InputError for a model that scores no windows; UsageError for choices that do not fit it.
  explicit ScanModel(const ModelParts& model, const ClassifierChoices& choices = {});
  /// With parts of its own, as ModelParts has them.
  ScanModel(const model::ModelView& model, const std::filesystem::path& file, const std::string& place,
            const ClassifierChoices& choices = {});
  ~ScanModel();
  ScanModel(ScanModel&&) noexcept;
  ScanModel& operator=(ScanModel&&) noexcept;

  [[nodiscard]] const model::Encoder& encoder() const;
  [[nodiscard]] const PromoterSettings& settings() const;
  [[nodiscard]] const WindowScorer& scorer() const;

  /// The checkpoint behind the scorer; null for one of our promoter models.
  [[nodiscard]] const WindowClassifier* classifier() const;
  /// Windows and records that the checkpoint could not take so far (ClassifierScorer); 0 for promoter models.
  [[nodiscard]] std::uint64_t untaken() const;
  /// Records of fewer bases get no score: promoter models saw none in training, and a checkpoint needs a
  /// token.
  [[nodiscard]] std::int64_t shortest_record() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seqlens::scan
