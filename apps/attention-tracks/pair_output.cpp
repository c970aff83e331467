#include "attention-tracks/pair_output.h"

#include <limits>
#include <utility>

#include "seqlens/tracks/bed_score.h"

namespace attention_tracks {

using namespace seqlens;

template <class Writer>
PairOutput<Writer>::PairOutput(seqio::DataOutput output, std::string_view header, std::vector<HeadLook> heads,
                               const RunThreshold& threshold, bool with_index)
    : writer_(std::move(output), header),
      heads_(std::move(heads)),
      threshold_(threshold),
      with_index_(with_index),
      means_(kOrder, threshold.lowest) {}

template <class Writer>
void PairOutput<Writer>::on_pairs(std::string_view chrom, std::span<const attention::WindowPair> pairs,
                                  std::int64_t complete_to) {
  means_.add(pairs);
  for (const attention::MeanPair& pair : means_.take_before(complete_to)) write(chrom, pair);
}

template <class Writer>
void PairOutput<Writer>::on_record_end(std::string_view chrom) {
  on_pairs(chrom, {}, std::numeric_limits<std::int64_t>::max());
}

template <class Writer>
void PairOutput<Writer>::write(std::string_view chrom, const attention::MeanPair& pair) {
  const HeadLook& look = heads_[pair.track];
  const tracks::PairFeature feature{pair.source,
                                    pair.target,
                                    look.name,
                                    tracks::bed_score(pair.z, 0, threshold_.score_highest),
                                    static_cast<float>(pair.attention),
                                    pair.strand,
                                    look.colour};
  writer_.write(chrom, {&feature, 1});
}

template class PairOutput<tracks::BedpeWriter>;
template class PairOutput<tracks::InteractWriter>;

}  // namespace attention_tracks
