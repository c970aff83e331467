#pragma once

#include <memory>
#include <string>

#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/scan_records.h"
#include "seqlens/seqio/data_output.h"

#include "promoter-scan/call_format.h"
#include "promoter-scan/window_tracks.h"

namespace promoter_scan {

/// Writes the calls of a scan; those on aligned reads at their place on the reference.
class CallSink final : public seqlens::scan::ScanSink {
 public:
  /// @param tracks  null: no window scores.
  CallSink(const CallFormat& format, const seqlens::scan::PromoterSettings& settings,
           seqlens::seqio::DataOutput& output, WindowTracks* tracks)
      : format_(format), settings_(settings), output_(output), tracks_(tracks) {}

  void on_windows(const seqlens::input::SourceRecord& record,
                  std::span<const seqlens::scan::WindowScore> windows) override;
  void on_calls(const seqlens::input::SourceRecord& record,
                std::span<const seqlens::scan::Call> calls) override;
  void on_record_end(const seqlens::input::SourceRecord& record, std::int64_t bases) override;
  void on_batch_end(const seqlens::scan::ScanCounts& so_far) override;

  /// Calls in the clipped ends of aligned reads: they have no place on the reference.
  [[nodiscard]] std::uint64_t unplaced() const { return unplaced_; }
  /// Calls without a place on reads that reach beyond their contig.
  [[nodiscard]] std::uint64_t beyond_contig() const { return beyond_contig_; }

 private:
  void append(const seqlens::input::SourceRecord& record, const seqlens::scan::Call& call);

  const CallFormat& format_;
  const seqlens::scan::PromoterSettings& settings_;
  seqlens::seqio::DataOutput& output_;
  WindowTracks* tracks_;
  std::string text_;
  std::uint64_t unplaced_ = 0;
  std::uint64_t beyond_contig_ = 0;
};

}  // namespace promoter_scan
