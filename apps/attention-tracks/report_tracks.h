#pragma once

#include <vector>

#include "seqlens/attention/pair_means.h"
#include "seqlens/attention/track_output.h"

#include "attention-tracks/report_view.h"

namespace attention_tracks {

/// The tracks and pairs of one record, as far as they are reported.
struct TracksOfRecord {
  std::vector<std::vector<TrackStep>> tracks;
  std::vector<seqlens::attention::MeanPair> pairs;
};

/// Keeps the tracks of a run in memory, record by record.
class ReportTracks final : public seqlens::attention::TrackOutput {
 public:
  /// @param records  grows by one a record; must outlive this.
  /// @param lowest   score of the pairs' keys.
  ReportTracks(std::vector<TracksOfRecord>& records, double lowest)
      : records_(records), pairs_(seqlens::attention::PairMeans::Order::source, lowest) {}

  void on_chunk(const seqlens::attention::TrackChunk& chunk) override;
  void on_pairs(std::string_view chrom, std::span<const seqlens::attention::WindowPair> pairs,
                std::int64_t complete_to) override;
  void on_record_end(std::string_view chrom) override;
  void commit(seqlens::Publication&) override {}

 private:
  std::vector<TracksOfRecord>& records_;
  TracksOfRecord current_;
  seqlens::attention::PairMeans pairs_;
};

}  // namespace attention_tracks
