#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "seqlens/input/region_source.h"
#include "seqlens/model/model_view.h"
#include "seqlens/scan/call.h"
#include "seqlens/scan/model_parts.h"
#include "seqlens/scan/position_scorer.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/record_score.h"
#include "seqlens/scan/scan_records.h"
#include "seqlens/scan/window_classifier.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::scan {

/// Any model that scores windows of bases: one of our promoter models (is_promoter_model: single bases, one
/// logit an orientation, settings in the file), or a checkpoint with a classification head
/// (WindowClassifier).
///
/// Promoter models are of two kinds: those that score windows, and those that score every position
/// (PromoterSettings::positions). scan() and score_record() are the same for both.
///
/// Immutable and shared by threads. Encoder, settings and scorers belong together.
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
  /// Scores single windows. Of a model of positions: by the bins of each (EncoderScorer); not what scan()
  /// does.
  [[nodiscard]] const WindowScorer& scorer() const;
  /// Null for models of windows.
  [[nodiscard]] const PositionScorer* positions() const;

  /// scan_records of windows or positions. Where the model's windows have their TSS is known here.
  ScanCounts scan(input::BaseSource& source, ScanOptions options, ScanSink& sink) const;
  /// What is scored in a scan, and the windows of its calls.
  [[nodiscard]] ScanShapes shapes() const;
  /// What a region of a scan needs of its neighbourhood.
  [[nodiscard]] input::RegionReach region_reach(std::int64_t stride_bases, std::int64_t radius_bases) const;

  /// The windows or bins of a record that stands alone: N around it. Of at least shortest_record() bases.
  [[nodiscard]] StretchScores score_record(const WindowOptions& options, std::string_view bases) const;
  /// How the score of a record comes from them.
  [[nodiscard]] RecordRule record_rule() const;

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
