#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tracks/bins.h"

using namespace seqlens;
using namespace seqlens::tracks;

TEST_CASE("bins count from base 0 and weigh bases") {
  const std::vector<IntervalValue> values{{{2, 8}, 1}, {{8, 14}, 4}, {{37, 38}, 9}};
  const std::vector<IntervalValue> expected{{{2, 10}, (6 * 1 + 2 * 4) / 8.F}, {{10, 14}, 4}, {{37, 38}, 9}};
  std::vector<IntervalValue> bins;
  BinAverager averager(10);
  averager.add(values, bins);
  averager.finish(bins);
  CHECK(bins == expected);
}

TEST_CASE("bins of no width are refused") {
  CHECK_THROWS_WITH(BinAverager(0), "a bin of 0 bases; it needs at least 1");
}
