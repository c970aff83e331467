#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/tracks/bins.h"
#include "seqlens/tracks/runs.h"

#include "random_track.h"

using namespace seqlens;
using namespace seqlens::tracks;

namespace {

constexpr std::int64_t kBases = 600;

// One number a base; NaN where the track has none.
std::vector<double> bitmap_of(const std::vector<IntervalValue>& track) {
  std::vector<double> bases(kBases, std::numeric_limits<double>::quiet_NaN());
  for (const auto& [interval, value] : track) {
    for (std::int64_t b = interval.begin; b < interval.end; ++b) bases[static_cast<std::size_t>(b)] = value;
  }
  return bases;
}

// The maximal stretches of bases that reach the threshold, by looking at each base.
std::vector<Interval> stretches(const std::vector<double>& bases, double threshold) {
  std::vector<Interval> found;
  for (std::int64_t b = 0; b < kBases; ++b) {
    if (!(bases[static_cast<std::size_t>(b)] >= threshold)) continue;
    if (found.empty() || found.back().end != b) found.push_back({b, b});
    found.back().end = b + 1;
  }
  return found;
}

}  // namespace

TEST_CASE("runs are the stretches of a bitmap however the calls cut the track") {
  const std::uint64_t seed = GENERATE(range(1, 200));
  CAPTURE(seed);
  Random random(seed);
  const auto track = random_track(random, kBases);
  const auto bases = bitmap_of(track);
  const float threshold = static_cast<float>(random.below(8)) / 3 - 1;
  std::vector<Run> runs;
  RunFinder finder(threshold);
  in_random_parts(random, track, [&](auto part) { finder.add(part, runs); });
  finder.finish(runs);
  const auto expected = stretches(bases, threshold);
  REQUIRE(runs.size() == expected.size());
  for (std::size_t r = 0; r < runs.size(); ++r) {
    REQUIRE(runs[r].interval == expected[r]);
    double sum = 0;
    double max = -2;
    for (std::int64_t b = expected[r].begin; b < expected[r].end; ++b) {
      sum += bases[static_cast<std::size_t>(b)];
      max = std::max(max, bases[static_cast<std::size_t>(b)]);
    }
    REQUIRE(static_cast<double>(runs[r].max) == max);
    REQUIRE(std::abs(runs[r].mean * static_cast<double>(expected[r].length()) - sum) < 1e-9);
    REQUIRE(bases[static_cast<std::size_t>(runs[r].peak.begin)] == max);
  }
}

TEST_CASE("bins are means of a bitmap however the calls cut the track") {
  const std::uint64_t seed = GENERATE(range(1, 200));
  CAPTURE(seed);
  Random random(seed);
  const auto track = random_track(random, kBases);
  const auto bases = bitmap_of(track);
  const auto width = 1 + static_cast<std::int64_t>(random.below(30));
  std::vector<IntervalValue> bins;
  BinAverager averager(width);
  in_random_parts(random, track, [&](auto part) { averager.add(part, bins); });
  averager.finish(bins);
  std::map<std::int64_t, std::vector<double>> expected;
  for (std::int64_t b = 0; b < kBases; ++b) {
    const double value = bases[static_cast<std::size_t>(b)];
    if (!std::isnan(value)) expected[b / width].push_back(value);
  }
  REQUIRE(bins.size() == expected.size());
  auto bin = bins.begin();
  for (const auto& [index, values] : expected) {
    double sum = 0;
    for (const double value : values) sum += value;
    REQUIRE(bin->interval.begin / width == index);
    REQUIRE((bin->interval.end - 1) / width == index);
    REQUIRE_FALSE(std::isnan(bases[static_cast<std::size_t>(bin->interval.begin)]));
    REQUIRE(std::abs(static_cast<double>(bin->value) - sum / static_cast<double>(values.size())) < 1e-6);
    ++bin;
  }
}
