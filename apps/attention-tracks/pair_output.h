#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "seqlens/tracks/bedpe_writer.h"
#include "seqlens/tracks/interact_writer.h"

#include "attention-tracks/bed_output.h"
#include "attention-tracks/pair_means.h"
#include "attention-tracks/track_output.h"

namespace attention_tracks {

/// The pairs of all windows, each pair of places once a head and strand, with the mean over the windows that
/// list it. Sorted by source (BEDPE) or by what both span (interact).
template <class Writer>
class PairOutput final : public TrackOutput {
 public:
  PairOutput(seqlens::seqio::DataOutput output, std::string_view header, std::vector<HeadLook> heads,
             const RunThreshold& threshold, bool with_index);

  void on_pairs(std::string_view chrom, std::span<const WindowPair> pairs, std::int64_t complete_to) override;
  void on_record_end(std::string_view chrom) override;
  void commit() override { writer_.commit(with_index_); }

 private:
  static constexpr PairMeans::Order kOrder = std::is_same_v<Writer, seqlens::tracks::InteractWriter>
                                                 ? PairMeans::Order::span
                                                 : PairMeans::Order::source;

  void write(std::string_view chrom, const MeanPair& pair);

  Writer writer_;
  std::vector<HeadLook> heads_;
  RunThreshold threshold_;
  bool with_index_;
  PairMeans means_;
};

extern template class PairOutput<seqlens::tracks::BedpeWriter>;
extern template class PairOutput<seqlens::tracks::InteractWriter>;

}  // namespace attention_tracks
