#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/tracks/runs.h"

using namespace seqlens;
using namespace seqlens::tracks;

namespace {

std::vector<Run> runs_of(const std::vector<IntervalValue>& values, float threshold) {
  std::vector<Run> runs;
  RunFinder finder(threshold);
  finder.add(values, runs);
  finder.finish(runs);
  return runs;
}

}  // namespace

TEST_CASE("a run has its largest value and where it is and the mean over bases") {
  const std::vector<IntervalValue> values{
      {{0, 4}, 1}, {{4, 8}, 2}, {{8, 10}, 5}, {{10, 14}, 5}, {{14, 18}, 1.9F}};
  const std::vector<Run> runs = runs_of(values, 2);
  REQUIRE(runs.size() == 1);
  CHECK(runs[0] == Run{{4, 14}, 5, (4 * 2 + 6 * 5) / 10., {8, 10}});
}

TEST_CASE("a gap and NaN end a run") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<IntervalValue> values{{{0, 4}, 3}, {{5, 8}, 3}, {{8, 9}, nan}, {{9, 10}, 3}};
  const std::vector<Run> runs = runs_of(values, 2);
  REQUIRE(runs.size() == 3);
  CHECK(runs[0].interval == Interval{0, 4});
  CHECK(runs[1].interval == Interval{5, 8});
  CHECK(runs[2].interval == Interval{9, 10});
}

TEST_CASE("nothing above the threshold is no run") {
  CHECK(runs_of({}, 0).empty());
  CHECK(runs_of({{{0, 4}, 1}}, 2).empty());
}
