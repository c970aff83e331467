#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/motif/halves.h"

using namespace seqlens;
using namespace seqlens::motif;

namespace {

std::size_t in_second(const Halves& halves) {
  return static_cast<std::size_t>(std::count(halves.half.begin(), halves.half.end(), 1));
}

}  // namespace

TEST_CASE("what shares a cluster or a chromosome stays together") {
  Random random(5);
  std::vector<SequencePlace> places(400);
  for (SequencePlace& place : places) {
    if (random.below(4) == 0) place.chromosome = std::to_string(random.below(22));
    place.cluster = std::to_string(random.below(300));
  }
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Halves halves = split_in_halves(places, seed);
    CHECK(halves.by == "chromosome or cluster");
    for (std::size_t i = 0; i < places.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const bool same = places[i].cluster == places[j].cluster ||
                          (!places[i].chromosome.empty() && places[i].chromosome == places[j].chromosome);
        if (same && halves.half[i] != halves.half[j]) FAIL("sequences " << i << " and " << j << " are apart");
      }
  }
  CHECK(split_in_halves(places, 1).half == split_in_halves(places, 1).half);
}

TEST_CASE("halves have the same size where groups allow it, and other seeds give others") {
  std::vector<SequencePlace> places(1000);
  for (std::size_t i = 0; i < places.size(); ++i) places[i].cluster = std::to_string(i / 2);
  const Halves one = split_in_halves(places, 1), two = split_in_halves(places, 2);
  CHECK(one.groups == 500);
  CHECK(in_second(one) == 500);
  CHECK(one.half != two.half);
  CHECK(one.by == "cluster");
}

TEST_CASE(
    "one chromosome alone is split by what overlaps on it, and sequences without a place by themselves") {
  std::vector<SequencePlace> places(100);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto begin = static_cast<std::int64_t>(i / 2) * 10'000;
    places[i] = {"X", {begin, begin + 300}, ""};
  }
  const Halves halves = split_in_halves(places, 1);
  CHECK(halves.by == "overlap");
  CHECK(halves.groups == 50);
  CHECK(in_second(halves) == 50);
  for (std::size_t i = 0; i < places.size(); i += 2) CHECK(halves.half[i] == halves.half[i + 1]);
  const Halves single = split_in_halves(std::vector<SequencePlace>(11), 1);
  CHECK(single.by == "record");
  CHECK(in_second(single) == 5);
}

TEST_CASE("a positive gets a negative of like GC content, each used once") {
  const std::vector<double> positives{0.5, 0.7, 0.5, 0.3}, negatives{0.49, 0.3, 0.9, 0.51};
  const auto matched = match_gc(positives, negatives, 0.02);
  CHECK(matched == std::vector<std::int64_t>{0, -1, 3, 1});
  CHECK(match_gc(positives, {}, 0.02) == std::vector<std::int64_t>(4, -1));
}

TEST_CASE("GC content is of known letters") {
  CHECK(gc_share("GCatNN") == 0.5);
  CHECK(gc_share("NN") == 0);
}
