#include <catch2/catch.hpp>

#include "seqlens/protein/sequence_weights.h"

namespace seqlens::protein {
namespace {

TEST_CASE("rows that are near share their weight") {
  // Five columns: 80 % identity is four of them.
  const Alignment alignment{4, 5, {0, 1, 2, 3, 4, 0, 1, 2, 3, 9, 0, 1, 2, 8, 9, 7, 7, 7, 7, 7}};
  const auto weights = sequence_weights(alignment);
  CHECK(weights == std::vector<float>{0.5F, 1.0F / 3, 0.5F, 1});
  CHECK(effective_sequences(weights) == Approx(2 + 1.0 / 3));
  CHECK(sequence_weights(alignment, 1) == std::vector<float>{1, 1, 1, 1});
}

TEST_CASE("long rows are compared to their end") {
  Alignment alignment{2, 200, std::vector<std::uint8_t>(400)};
  for (std::size_t c = 160; c < 200; ++c) alignment.codes[200 + c] = 1;
  CHECK(sequence_weights(alignment) == std::vector<float>{0.5F, 0.5F});
  alignment.codes[200] = 1;
  CHECK(sequence_weights(alignment) == std::vector<float>{1, 1});
}

}  // namespace
}  // namespace seqlens::protein
