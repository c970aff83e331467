#pragma once

#include <vector>

#include "attention-tracks/pair_means.h"
#include "attention-tracks/report_view.h"
#include "attention-tracks/track_output.h"

namespace attention_tracks {

/// The tracks and pairs of one record, as far as they are reported.
struct TracksOfRecord {
  std::vector<std::vector<TrackStep>> tracks;
  std::vector<MeanPair> pairs;
};

/// Keeps the tracks of a run in memory, record by record.
class ReportTracks final : public TrackOutput {
 public:
  /// @param records  grows by one a record; must outlive this.
  /// @param lowest   score of the pairs' keys.
  ReportTracks(std::vector<TracksOfRecord>& records, double lowest)
      : records_(records), pairs_(PairMeans::Order::source, lowest) {}

  void on_chunk(const Chunk& chunk) override;
  void on_pairs(std::string_view chrom, std::span<const WindowPair> pairs, std::int64_t complete_to) override;
  void on_record_end(std::string_view chrom) override;
  void commit() override {}

 private:
  std::vector<TracksOfRecord>& records_;
  TracksOfRecord current_;
  PairMeans pairs_;
};

}  // namespace attention_tracks
