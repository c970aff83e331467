#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "seqlens/attention/pair_means.h"
#include "seqlens/attention/track_output.h"
#include "seqlens/tracks/bedpe_writer.h"
#include "seqlens/tracks/interact_writer.h"

#include "attention-tracks/bed_output.h"

namespace attention_tracks {

/// The pairs of all windows, each pair of places once a head and strand, with the mean over the windows that
/// list it. Sorted by source (BEDPE) or by what both span (interact).
template <class Writer>
class PairOutput final : public seqlens::attention::TrackOutput {
 public:
  PairOutput(seqlens::seqio::DataOutput output, std::string_view header, std::vector<HeadLook> heads,
             const RunThreshold& threshold, bool with_index);

  void on_pairs(std::string_view chrom, std::span<const seqlens::attention::WindowPair> pairs,
                std::int64_t complete_to) override;
  void on_record_end(std::string_view chrom) override;
  void commit(seqlens::Publication& together) override { writer_.commit(together, with_index_); }

 private:
  static constexpr seqlens::attention::PairMeans::Order kOrder =
      std::is_same_v<Writer, seqlens::tracks::InteractWriter> ? seqlens::attention::PairMeans::Order::span
                                                              : seqlens::attention::PairMeans::Order::source;

  void write(std::string_view chrom, const seqlens::attention::MeanPair& pair);

  Writer writer_;
  std::vector<HeadLook> heads_;
  RunThreshold threshold_;
  bool with_index_;
  seqlens::attention::PairMeans means_;
};

extern template class PairOutput<seqlens::tracks::BedpeWriter>;
extern template class PairOutput<seqlens::tracks::InteractWriter>;

}  // namespace attention_tracks
