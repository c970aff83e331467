#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/tracks/interval_value.h"

namespace seqlens::tracks {

/// Ranges in order with gaps now and then, up to `bases`; values from a few levels, so that some are equal.
inline std::vector<IntervalValue> random_track(Random& random, std::int64_t bases) {
  std::vector<IntervalValue> track;
  std::int64_t at = static_cast<std::int64_t>(random.below(5));
  while (at < bases) {
    const auto end = std::min(bases, at + 1 + static_cast<std::int64_t>(random.below(9)));
    track.push_back({{at, end}, static_cast<float>(random.below(7)) / 3 - 1});
    at = end + (random.below(4) == 0 ? static_cast<std::int64_t>(random.below(20)) : 0);
  }
  return track;
}

/// The track cut into calls of random length: work(part) for each.
template <class Work>
void in_random_parts(Random& random, std::span<const IntervalValue> track, Work work) {
  while (!track.empty()) {
    const std::size_t count = std::min<std::size_t>(track.size(), random.below(40));
    work(track.first(count));
    track = track.subspan(count);
  }
}

}  // namespace seqlens::tracks
