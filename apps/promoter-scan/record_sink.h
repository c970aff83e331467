#pragma once

#include <memory>
#include <string>
#include <utility>

#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/scan_records.h"
#include "seqlens/seqio/data_output.h"

#include "promoter-scan/call_format.h"
#include "promoter-scan/record_verdict.h"

namespace promoter_scan {

/// Writes one line a record: its score, probability, label, and where its best window lies. As BED it has the
/// columns of calls, and records without a score are left out.
class RecordSink final : public seqlens::scan::ScanSink {
 public:
  /// @param format    tsv, json, bed or bed9
  /// @param curve     PromoterSettings::record_curve of the strands that are scored.
  /// @param finder    of the model and the strands.
  /// @param negative  what a record of the other class is called.
  RecordSink(std::string format, const seqlens::scan::PromoterSettings& settings,
             const seqlens::scan::CalibrationCurve& curve, const seqlens::scan::RecordScoreFinder& finder,
             const seqlens::scan::ScanShapes& shapes, double prior, const RecordThreshold& threshold,
             std::string negative, seqlens::seqio::DataOutput& output)
      : format_(std::move(format)),
        bed_(format_.starts_with("bed") ? make_call_format(format_, settings.label) : nullptr),
        settings_(settings),
        curve_(curve),
        finder_(finder),
        shapes_(shapes),
        prior_(prior),
        threshold_(threshold),
        negative_(std::move(negative)),
        output_(output) {}

  /// What comes before the records; empty for JSON and bed9.
  [[nodiscard]] std::string header(const HeaderFacts& facts) const;

  void on_windows(const seqlens::input::SourceRecord& record,
                  std::span<const seqlens::scan::WindowScore> windows) override;
  void on_record_end(const seqlens::input::SourceRecord& record, std::int64_t bases) override;
  void on_batch_end(const seqlens::scan::ScanCounts& so_far) override;

  [[nodiscard]] std::uint64_t without_score() const { return without_score_; }

 private:
  std::string format_;
  std::unique_ptr<CallFormat> bed_;  // null: tsv or json
  const seqlens::scan::PromoterSettings& settings_;
  const seqlens::scan::CalibrationCurve& curve_;
  seqlens::scan::RecordScoreFinder finder_;
  seqlens::scan::ScanShapes shapes_;
  double prior_;
  RecordThreshold threshold_;
  std::string negative_;
  seqlens::seqio::DataOutput& output_;
  std::string text_;
  std::uint64_t without_score_ = 0;
};

}  // namespace promoter_scan
