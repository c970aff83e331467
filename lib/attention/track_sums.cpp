#include "seqlens/attention/track_sums.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::attention {
namespace {

constexpr double kOne = 0x1p40;
constexpr double kLimit = 1e6;  // times 2^40 and 8 windows stays below 2^63

std::int64_t fixed(double value) {
  if (!(std::abs(value) < kLimit)) throw Error(fmt::format("a track's value is {}", value));
  return std::llrint(value * kOne);
}

float real(std::int64_t sum, std::int32_t count) {
  return static_cast<float>(static_cast<double>(sum) / (kOne * count));
}

}  // namespace

TrackSums::TrackSums(std::size_t tracks, bool share, bool with_scores)
    : tracks_(tracks), share_(share), with_scores_(with_scores) {}

void TrackSums::reset(const Interval& bases) {
  bases_ = bases;
  const auto length = static_cast<std::size_t>(bases.length());
  windows_.assign(length, 0);
  positions_.assign(length, 0);
  values_.assign(tracks_ * length, 0);
  scores_.assign(with_scores_ ? tracks_ * length : 0, 0);
}

Interval TrackSums::inside(const Interval& place) const {
  return {std::max(place.begin, bases_.begin), std::min(place.end, bases_.end)};
}

void TrackSums::add(const TrackedWindow& window, const NullScore& null) {
  count(window);
  for (std::size_t track = 0; track < tracks_; ++track) add_track(window, track, null);
}

/// Places come in the order of the strand; a base under several of them counts once as a window's.
void TrackSums::count(const TrackedWindow& window) {
  const std::size_t size = window.places.size();
  std::int64_t counted_to = bases_.begin;
  for (std::size_t i = 0; i < size; ++i) {
    const Interval place = inside(window.places[window.strand == Strand::reverse ? size - 1 - i : i]);
    for (std::int64_t b = place.begin; b < place.end; ++b) ++positions_[index(b)];
    for (std::int64_t b = std::max(place.begin, counted_to); b < place.end; ++b) ++windows_[index(b)];
    counted_to = std::max(counted_to, place.end);
  }
}

void TrackSums::add_track(const TrackedWindow& window, std::size_t track, const NullScore& null) {
  const auto numbers = window.sink.track(track);
  const std::size_t positions = numbers.size();
  for (std::size_t t = 0; t < positions; ++t) {
    const Interval place = inside(window.places[t]);
    if (place.empty()) continue;
    const auto width = static_cast<double>(window.places[t].length());
    const std::int64_t each = fixed(share_ ? numbers[t] / width : numbers[t]);
    std::int64_t* values = &values_[cell(track, place.begin)];
    for (std::int64_t b = 0; b < place.length(); ++b) values[b] += each;
    if (!with_scores_) continue;
    const float score = null.score(window.gc_bin, track, t, positions, numbers[t]);
    const std::int64_t score_each = fixed(score);
    std::int64_t* scores = &scores_[cell(track, place.begin)];
    for (std::int64_t b = 0; b < place.length(); ++b) scores[b] += score_each;
  }
}

void TrackSums::add(const TrackSums& other) {
  const Interval common = inside(other.bases_);
  for (std::int64_t b = common.begin; b < common.end; ++b) {
    windows_[index(b)] += other.windows_[other.index(b)];
    positions_[index(b)] += other.positions_[other.index(b)];
    for (std::size_t track = 0; track < tracks_; ++track) {
      values_[cell(track, b)] += other.values_[other.cell(track, b)];
      if (with_scores_) scores_[cell(track, b)] += other.scores_[other.cell(track, b)];
    }
  }
}

bool TrackSums::equal(std::size_t track, std::int64_t a, std::int64_t b) const {
  return windows(a) == windows(b) && positions_[index(a)] == positions_[index(b)] &&
         values_[cell(track, a)] == values_[cell(track, b)] &&
         (!with_scores_ || scores_[cell(track, a)] == scores_[cell(track, b)]);
}

float TrackSums::value(std::size_t track, std::int64_t base) const {
  return real(values_[cell(track, base)], share_ ? windows(base) : positions_[index(base)]);
}

float TrackSums::score(std::size_t track, std::int64_t base) const {
  return real(scores_[cell(track, base)], positions_[index(base)]);
}

}  // namespace seqlens::attention
