#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/tracks/bedgraph_writer.h"
#include "seqlens/tracks/bigwig_writer.h"
#include "seqlens/tracks/bins.h"

#include "attention-tracks/track_output.h"

namespace attention_tracks {

/// A value for each base: one bedGraph or bigWig a head.
template <class Writer>
class DenseOutput final : public TrackOutput {
 public:
  /// @param writers    one a track.
  /// @param bin_bases  0: ranges as they are.
  DenseOutput(std::vector<Writer> writers, std::int64_t bin_bases, bool with_index);

  void on_chunk(const Chunk& chunk) override;
  void on_record_end(std::string_view chrom) override;
  void commit() override;

 private:
  std::vector<Writer> writers_;
  std::vector<seqlens::tracks::BinAverager> bins_;  // empty without bins
  bool with_index_;
};

extern template class DenseOutput<seqlens::tracks::BedGraphWriter>;
extern template class DenseOutput<seqlens::tracks::BigWigWriter>;

}  // namespace attention_tracks
