#pragma once

#include <string>
#include <utility>

#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/scan_records.h"
#include "seqlens/seqio/data_output.h"

#include "promoter-scan/record_verdict.h"

namespace promoter_scan {

enum class RecordFormat { tsv, json };

/// Writes one line a record: its score, probability and label.
class RecordSink final : public seqlens::scan::ScanSink {
 public:
  /// @param curve     PromoterSettings::record_curve of the strands that are scored.
  /// @param finder    of the model and the strands.
  /// @param negative  what a record of the other class is called.
  RecordSink(RecordFormat format, const seqlens::scan::PromoterSettings& settings,
             const seqlens::scan::CalibrationCurve& curve, const seqlens::scan::RecordScoreFinder& finder,
             double prior, const RecordThreshold& threshold, std::string negative,
             seqlens::seqio::DataOutput& output)
      : format_(format),
        settings_(settings),
        curve_(curve),
        finder_(finder),
        prior_(prior),
        threshold_(threshold),
        negative_(std::move(negative)),
        output_(output) {}

  /// The line with the column names; empty for JSON.
  [[nodiscard]] std::string header() const;

  void on_windows(const seqlens::input::SourceRecord& record,
                  std::span<const seqlens::scan::WindowScore> windows) override;
  void on_record_end(const seqlens::input::SourceRecord& record, std::int64_t bases) override;
  void on_batch_end(const seqlens::scan::ScanCounts& so_far) override;

  [[nodiscard]] std::uint64_t without_score() const { return without_score_; }

 private:
  RecordFormat format_;
  const seqlens::scan::PromoterSettings& settings_;
  const seqlens::scan::CalibrationCurve& curve_;
  seqlens::scan::RecordScoreFinder finder_;
  double prior_;
  RecordThreshold threshold_;
  std::string negative_;
  seqlens::seqio::DataOutput& output_;
  std::string text_;
  std::uint64_t without_score_ = 0;
};

}  // namespace promoter_scan
