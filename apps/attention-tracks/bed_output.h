#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "seqlens/attention/track_output.h"
#include "seqlens/seqio/data_output.h"
#include "seqlens/tracks/bed_writer.h"
#include "seqlens/tracks/runs.h"

#include "attention-tracks/head_look.h"

namespace attention_tracks {

/// Runs of bases above the threshold, of all heads, by start. A run is cut at multiples of 65,536 bases, so
/// that what waits for an earlier start is bounded.
class BedOutput final : public seqlens::attention::TrackOutput {
 public:
  BedOutput(seqlens::seqio::DataOutput output, std::string_view header, std::vector<HeadLook> heads,
            const RunThreshold& threshold, bool with_index);

  void on_chunk(const seqlens::attention::TrackChunk& chunk) override;
  void on_record_end(std::string_view chrom) override;
  void commit(seqlens::Publication& together) override { writer_.commit(together, with_index_); }

 private:
  struct Head {
    HeadLook look;
    seqlens::tracks::RunFinder finder;
    std::deque<seqlens::tracks::IntervalValue> raw;  // values since the run that is open
  };
  struct Line {
    std::size_t head = 0;
    seqlens::tracks::Run run;
    float raw = 0;
  };

  void add(const seqlens::attention::TrackChunk& chunk);
  void finish_runs();
  void take(std::size_t head, const std::vector<seqlens::tracks::Run>& runs);
  void write_before(std::string_view chrom, std::int64_t start);

  seqlens::tracks::BedWriter writer_;
  std::vector<Head> heads_;
  RunThreshold threshold_;
  bool with_index_;
  std::vector<Line> waiting_;
};

/// The columns of the file, as UCSC's bedToBigBed -type=bed9+2 -as=FILE takes them.
std::string run_autosql();

}  // namespace attention_tracks
