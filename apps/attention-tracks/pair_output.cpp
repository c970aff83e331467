#include "attention-tracks/pair_output.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include "seqlens/tracks/bed_score.h"

namespace attention_tracks {

using namespace seqlens;

namespace {

constexpr double kAttentionUnit = 0x1p40;
constexpr double kZUnit = 0x1p20;

}  // namespace

template <class Writer>
PairOutput<Writer>::PairOutput(seqio::DataOutput output, std::string_view header, std::vector<HeadLook> heads,
                               const RunThreshold& threshold, bool with_index)
    : writer_(std::move(output), header),
      heads_(std::move(heads)),
      threshold_(threshold),
      with_index_(with_index) {}

template <class Writer>
typename PairOutput<Writer>::Key PairOutput<Writer>::key_of(const WindowPair& pair) {
  const Place source{pair.source.begin, pair.source.end};
  const Place target{pair.target.begin, pair.target.end};
  const Place span{std::min(source.begin, target.begin), std::max(source.end, target.end)};
  const bool by_span = std::is_same_v<Writer, tracks::InteractWriter>;
  return {by_span ? span : source, source, target, pair.track, pair.strand};
}

template <class Writer>
void PairOutput<Writer>::on_pairs(std::string_view chrom, std::span<const WindowPair> pairs,
                                  std::int64_t complete_to) {
  for (const WindowPair& pair : pairs) {
    Sum& sum = waiting_[key_of(pair)];
    sum.attention += std::llrint(static_cast<double>(pair.attention) * kAttentionUnit);
    sum.z += std::llrint(static_cast<double>(pair.z) * kZUnit);
    ++sum.windows;
  }
  while (!waiting_.empty() && waiting_.begin()->first.sorted_by.begin < complete_to) {
    write(chrom, waiting_.begin()->first, waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
  }
}

template <class Writer>
void PairOutput<Writer>::on_record_end(std::string_view chrom) {
  on_pairs(chrom, {}, std::numeric_limits<std::int64_t>::max());
}

template <class Writer>
void PairOutput<Writer>::write(std::string_view chrom, const Key& key, const Sum& sum) {
  const double z = static_cast<double>(sum.z) / kZUnit / sum.windows;
  if (z < threshold_.lowest) return;
  const HeadLook& look = heads_[key.track];
  const tracks::PairFeature feature{
      {key.source.begin, key.source.end},
      {key.target.begin, key.target.end},
      look.name,
      tracks::bed_score(z, 0, threshold_.score_highest),
      static_cast<float>(static_cast<double>(sum.attention) / kAttentionUnit / sum.windows),
      key.strand,
      look.colour};
  writer_.write(chrom, {&feature, 1});
}

template class PairOutput<tracks::BedpeWriter>;
template class PairOutput<tracks::InteractWriter>;

}  // namespace attention_tracks
