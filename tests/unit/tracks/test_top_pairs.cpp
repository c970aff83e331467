#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/tracks/top_pairs.h"

using namespace seqlens::tracks;

TEST_CASE("the best pairs come first and ties go to the lower query then key") {
  TopPairs best(3);
  best.offer({5, 1, 0.5F});
  best.offer({2, 9, 0.5F});
  best.offer({2, 3, 0.5F});
  best.offer({7, 7, 0.9F});
  best.offer({0, 0, 0.1F});
  CHECK(best.take() == std::vector<TokenPair>{{7, 7, 0.9F}, {2, 3, 0.5F}, {2, 9, 0.5F}});
  CHECK(best.take().empty());
}

TEST_CASE("no pair is kept for k of zero nor when its value is NaN") {
  TopPairs none(0);
  none.offer({1, 1, 1});
  CHECK(none.take().empty());
  TopPairs two(2);
  two.offer({1, 1, std::numeric_limits<float>::quiet_NaN()});
  two.offer({1, 2, -1});
  CHECK(two.take() == std::vector<TokenPair>{{1, 2, -1}});
}
