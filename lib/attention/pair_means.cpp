#include "seqlens/attention/pair_means.h"

#include <algorithm>
#include <cmath>

namespace seqlens::attention {
namespace {

constexpr double kAttentionUnit = 0x1p40;
constexpr double kZUnit = 0x1p20;

}  // namespace

PairMeans::Key PairMeans::key_of(const WindowPair& pair) const {
  const Place source{pair.source.begin, pair.source.end};
  const Place target{pair.target.begin, pair.target.end};
  const Place span{std::min(source.begin, target.begin), std::max(source.end, target.end)};
  return {order_ == Order::span ? span : source, source, target, pair.track, pair.strand};
}

void PairMeans::add(std::span<const WindowPair> pairs) {
  for (const WindowPair& pair : pairs) {
    Sum& sum = waiting_[key_of(pair)];
    sum.attention += std::llrint(static_cast<double>(pair.attention) * kAttentionUnit);
    sum.z += std::llrint(static_cast<double>(pair.z) * kZUnit);
    ++sum.windows;
  }
}

std::vector<MeanPair> PairMeans::take_before(std::int64_t complete_to) {
  std::vector<MeanPair> taken;
  while (!waiting_.empty() && waiting_.begin()->first.sorted_by.begin < complete_to) {
    const auto& [key, sum] = *waiting_.begin();
    const double z = static_cast<double>(sum.z) / kZUnit / sum.windows;
    if (z >= lowest_z_)
      taken.push_back({key.track,
                       key.strand,
                       {key.source.begin, key.source.end},
                       {key.target.begin, key.target.end},
                       static_cast<double>(sum.attention) / kAttentionUnit / sum.windows,
                       z});
    waiting_.erase(waiting_.begin());
  }
  return taken;
}

}  // namespace seqlens::attention
