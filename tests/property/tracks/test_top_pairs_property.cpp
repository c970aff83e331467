#include <algorithm>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/tracks/top_pairs.h"

using namespace seqlens;
using namespace seqlens::tracks;

TEST_CASE("the top pairs are those of a full sort whatever the order of the offers") {
  const std::uint64_t seed = GENERATE(range(1, 100));
  CAPTURE(seed);
  Random random(seed);
  const std::size_t k = random.below(50);
  std::vector<TokenPair> pairs;
  for (std::uint32_t q = 0; q < 12; ++q) {
    for (std::uint32_t key = 0; key < 12; ++key)
      pairs.push_back({q, key, static_cast<float>(random.below(30))});
  }
  shuffle(std::span(pairs), random);
  TopPairs best(k);
  for (const TokenPair& pair : pairs) best.offer(pair);
  std::sort(pairs.begin(), pairs.end(), [](const TokenPair& a, const TokenPair& b) {
    return std::tuple(-a.value, a.query, a.key) < std::tuple(-b.value, b.query, b.key);
  });
  pairs.resize(std::min(k, pairs.size()));
  REQUIRE(best.take() == pairs);
}
