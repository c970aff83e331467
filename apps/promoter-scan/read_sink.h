#pragma once

#include "seqlens/scan/scan_records.h"
#include "seqlens/seqio/bam_writer.h"

#include "promoter-scan/record_verdict.h"

namespace promoter_scan {

/// Writes alignments back with the score of each read as tags: pl (logit), pp (probability), ps (strand on
/// the read as sequenced), pt (0-based TSS on it, when it lies on it). Reads without a score get none.
class ReadSink final : public seqlens::scan::ScanSink {
 public:
  /// @param scored  of the model: where the TSS of a score lies.
  /// @param curve   PromoterSettings::record_curve of the strands that are scored.
  /// @param finder  of the model and the strands.
  ReadSink(seqlens::seqio::BamWriter& writer, const seqlens::scan::WindowShape& scored,
           const seqlens::scan::CalibrationCurve& curve, const seqlens::scan::RecordScoreFinder& finder,
           double prior)
      : writer_(writer), scored_(scored), curve_(curve), finder_(finder), prior_(prior) {}

  void on_windows(const seqlens::input::SourceRecord& record,
                  std::span<const seqlens::scan::WindowScore> windows) override;
  void on_record_end(const seqlens::input::SourceRecord& record, std::int64_t bases) override;

  [[nodiscard]] std::uint64_t without_score() const { return without_score_; }

 private:
  [[nodiscard]] std::vector<seqlens::seqio::Tag> tags_of(const seqlens::scan::RecordScore& score,
                                                         std::int64_t bases);

  seqlens::seqio::BamWriter& writer_;
  seqlens::scan::WindowShape scored_;
  const seqlens::scan::CalibrationCurve& curve_;
  seqlens::scan::RecordScoreFinder finder_;
  double prior_;
  std::uint64_t without_score_ = 0;
};

}  // namespace promoter_scan
