#include "attention-tracks/track_output.h"

namespace attention_tracks {

using namespace seqlens;

std::vector<tracks::IntervalValue> track_values(const Chunk& chunk, std::size_t track, TrackNumber number) {
  std::vector<tracks::IntervalValue> values;
  const auto& sums = chunk.sums;
  for (std::int64_t at = chunk.bases.begin; at < chunk.bases.end;) {
    const std::int64_t begin = at;
    while (++at < chunk.bases.end && sums.equal(track, begin, at)) {
    }
    if (sums.windows(begin) == 0) continue;
    values.push_back(
        {{begin, at}, number == TrackNumber::value ? sums.value(track, begin) : sums.score(track, begin)});
  }
  return values;
}

}  // namespace attention_tracks
