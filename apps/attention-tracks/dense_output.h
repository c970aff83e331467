#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/attention/track_output.h"
#include "seqlens/tracks/bedgraph_writer.h"
#include "seqlens/tracks/bigwig_writer.h"
#include "seqlens/tracks/bins.h"

namespace attention_tracks {

/// Takes a value for each base, as the dense formats hold it.
class DenseTracks : public seqlens::attention::TrackOutput {
 public:
  /// @param bin_bases  0: ranges as they are.
  DenseTracks(std::size_t tracks, std::int64_t bin_bases);

  void on_chunk(const seqlens::attention::TrackChunk& chunk) override;
  void on_record_end(std::string_view chrom) override;

 private:
  virtual void take(std::size_t track, std::string_view chrom,
                    std::span<const seqlens::tracks::IntervalValue> values) = 0;

  std::size_t tracks_;
  std::vector<seqlens::tracks::BinAverager> bins_;  // empty without bins
};

/// One bedGraph or bigWig a head.
template <class Writer>
class DenseOutput final : public DenseTracks {
 public:
  /// @param writers  one a track.
  DenseOutput(std::vector<Writer> writers, std::int64_t bin_bases, bool with_index);

  void commit(seqlens::Publication& together) override;

 private:
  void take(std::size_t track, std::string_view chrom,
            std::span<const seqlens::tracks::IntervalValue> values) override;

  std::vector<Writer> writers_;
  bool with_index_;
};

extern template class DenseOutput<seqlens::tracks::BedGraphWriter>;
extern template class DenseOutput<seqlens::tracks::BigWigWriter>;

}  // namespace attention_tracks
