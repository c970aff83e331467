#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/attention/pair_means.h"

using namespace seqlens::attention;
using seqlens::Strand;

namespace {

constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

WindowPair pair(std::int64_t source, std::int64_t target, float attention, float z) {
  return {0, Strand::forward, {source, source + 4}, {target, target + 4}, attention, z};
}

}  // namespace

TEST_CASE("a pair is the mean over the windows that list it") {
  PairMeans means(PairMeans::Order::source, 3);
  const std::vector<WindowPair> pairs{pair(8, 0, 0.5F, 2), pair(8, 0, 0.25F, 6), pair(4, 20, 1, 2)};
  means.add(pairs);
  const auto taken = means.take_before(kEnd);
  REQUIRE(taken.size() == 1);  // the other's z is below 3
  CHECK(taken[0].source == seqlens::Interval{8, 12});
  CHECK(taken[0].target == seqlens::Interval{0, 4});
  CHECK(taken[0].attention == 0.375);
  CHECK(taken[0].z == 4);
  CHECK(means.take_before(kEnd).empty());
}

TEST_CASE("pairs leave by the start of the query, or of what both span") {
  const std::vector<WindowPair> pairs{pair(8, 0, 1, 5), pair(4, 20, 1, 5)};
  const auto order = [&](PairMeans::Order by) {
    PairMeans means(by, 3);
    means.add(pairs);
    std::vector<std::int64_t> sources;
    for (const std::int64_t to : {std::int64_t{1}, kEnd})
      for (const MeanPair& taken : means.take_before(to)) sources.push_back(taken.source.begin);
    return sources;
  };
  CHECK(order(PairMeans::Order::source) == std::vector<std::int64_t>{4, 8});
  CHECK(order(PairMeans::Order::span) == std::vector<std::int64_t>{8, 4});
}
