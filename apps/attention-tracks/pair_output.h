#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "seqlens/tracks/bedpe_writer.h"
#include "seqlens/tracks/interact_writer.h"

#include "attention-tracks/bed_output.h"
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
  struct Place {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    auto operator<=>(const Place&) const = default;
  };
  struct Key {
    Place sorted_by;
    Place source;
    Place target;
    std::size_t track = 0;
    seqlens::Strand strand = seqlens::Strand::forward;
    auto operator<=>(const Key&) const = default;
  };
  /// Whole numbers of 2^-40 (attention) and 2^-20 (z): the same sums in any order.
  struct Sum {
    std::int64_t attention = 0;
    std::int64_t z = 0;
    std::int32_t windows = 0;
  };

  static Key key_of(const WindowPair& pair);
  void write(std::string_view chrom, const Key& key, const Sum& sum);

  Writer writer_;
  std::vector<HeadLook> heads_;
  RunThreshold threshold_;
  bool with_index_;
  std::map<Key, Sum> waiting_;
};

extern template class PairOutput<seqlens::tracks::BedpeWriter>;
extern template class PairOutput<seqlens::tracks::InteractWriter>;

}  // namespace attention_tracks
