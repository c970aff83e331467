#include "seqlens/attention/track_output.h"

namespace seqlens::attention {

namespace {

/// Ranges of equal numbers among bases that are aligned without a gap.
void append_values(const TrackSums& sums, std::size_t track, TrackNumber number,
                   const seqio::AlignedBlock& block, bool reverse,
                   std::vector<tracks::IntervalValue>& values) {
  const auto base = [&](std::int64_t offset) {
    return reverse ? block.read.end - 1 - offset : block.read.begin + offset;
  };
  const std::int64_t length = block.reference.length();
  for (std::int64_t at = 0; at < length;) {
    const std::int64_t begin = at;
    const std::int64_t first = base(begin);
    while (++at < length && sums.equal(track, first, base(at))) {
    }
    if (sums.windows(first) == 0) continue;
    values.push_back({{block.reference.begin + begin, block.reference.begin + at},
                      number == TrackNumber::value ? sums.value(track, first) : sums.score(track, first)});
  }
}

}  // namespace

std::vector<tracks::IntervalValue> track_values(const TrackChunk& chunk, std::size_t track,
                                                TrackNumber number) {
  std::vector<tracks::IntervalValue> values;
  if (!chunk.placement) {
    append_values(chunk.sums, track, number, {chunk.bases, chunk.bases}, false, values);
    return values;
  }
  for (const seqio::AlignedBlock& block : chunk.placement->blocks_on(chunk.bases))
    append_values(chunk.sums, track, number, block, chunk.placement->is_reverse(), values);
  return values;
}

}  // namespace seqlens::attention
