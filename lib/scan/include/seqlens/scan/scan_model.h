#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "seqlens/model/model_view.h"
#include "seqlens/scan/classifier_scorer.h"
#include "seqlens/scan/promoter_model.h"
#include "seqlens/scan/window_classifier.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::scan {

/// Any model that scores windows of bases: one of our promoter models (PromoterModel: single bases, one logit
/// an orientation, settings in the file), or a checkpoint with a classification head (WindowClassifier).
///
/// Immutable and shared by threads. Encoder, settings and scorer belong together.
class ScanModel {
 public:
  /// @param file   where the model was loaded from, a file or a folder; empty for bytes in memory.
  /// @param place  what error texts call the model.
  /// @throws InputError for a model that scores no windows; UsageError for choices that do not fit it.
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
