#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/core/output_file.h"
#include "seqlens/seqio/record_reader.h"
#include "seqlens/tracks/igv_session.h"

#include "attention-tracks/dense_output.h"
#include "attention-tracks/request.h"

namespace attention_tracks {

/// The IGV session of a run: its files from top to bottom in the order in which they are written.
///
/// @param reader  of the first input; null: regions of a FASTA. Decides whether the input is the genome.
/// @throws UsageError when the input's coordinates belong to no genome that could be named.
[[nodiscard]] seqlens::tracks::IgvSession igv_session(const Options& options, const Request& request,
                                                      const seqlens::seqio::RecordReader* reader);

/// Completes and writes a session: looks at the values for the axes, and at the first place that has any for
/// the view.
class IgvOutput final : public DenseTracks {
 public:
  IgvOutput(seqlens::tracks::IgvSession session, std::size_t heads, std::int64_t bin_bases);

  void on_chunk(const seqlens::attention::TrackChunk& chunk) override;
  void on_record_end(std::string_view chrom) override;
  /// To be called after the commit of the outputs that the session lists.
  void commit(seqlens::Publication& together) override;

 private:
  /// The first stretch of bases with values.
  struct View {
    std::string chrom;
    seqlens::Interval bases;
    bool open = true;
  };

  void take(std::size_t track, std::string_view chrom,
            std::span<const seqlens::tracks::IntervalValue> values) override;
  void widen_view(const seqlens::attention::TrackChunk& chunk);

  seqlens::tracks::IgvSession session_;
  seqlens::OutputFile file_;  // opened before the run: one that cannot be written ends it at once
  std::vector<float> highest_;
  std::optional<View> view_;
};

}  // namespace attention_tracks
