#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/scan/call_finder.h"

#include "brute_force_calls.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

/// Windows on a grid with gaps, few distinct logits (ties), one or both strands each.
std::vector<WindowScore> random_track(Random& random) {
  const auto stride = static_cast<std::int64_t>(4 * (1 + random.below(40)));
  const std::uint64_t levels = 2 + random.below(30);
  std::vector<WindowScore> track;
  for (std::int64_t i = 0; i < 150; ++i) {
    for (const Strand strand : {Strand::forward, Strand::reverse}) {
      if (random.below(3) == 0) continue;
      track.push_back({i * stride, strand, static_cast<float>(random.below(levels))});
    }
  }
  return track;
}

std::vector<WindowScore> streamed_calls(const std::vector<WindowScore>& track, const CallOptions& options,
                                        Random& random) {
  CallFinder finder(options);
  std::vector<WindowScore> calls;
  for (const WindowScore& window : track) {
    finder.add(window, calls);
    if (random.below(4) == 0) finder.advance(window.start, calls);
  }
  finder.finish(calls);
  return calls;
}

}  // namespace

TEST_CASE("streamed calls are those of the definition") {
  const std::uint64_t seed = 20261124;
  INFO("seed " << seed);
  Random random(seed);
  std::size_t seen = 0;
  for (int round = 0; round < 400; ++round) {
    const auto track = random_track(random);
    CallOptions options;
    options.radius_bases = static_cast<std::int64_t>(random.below(1200));
    options.min_logit = static_cast<double>(random.below(6));
    options.per_strand = random.below(2) == 0;
    const auto expected = seqlens::test::brute_force_calls(track, options);
    REQUIRE(streamed_calls(track, options, random) == expected);
    seen += expected.size();
  }
  CHECK(seen > 1000);
}

TEST_CASE("the comparison of calls can fail") {
  const std::vector<WindowScore> track{{0, Strand::forward, 1}, {100, Strand::forward, 2}};
  CHECK(seqlens::test::brute_force_calls(track, {}) != std::vector<WindowScore>{track[0]});
}
