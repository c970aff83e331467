#include <catch2/catch.hpp>

#include "seqlens/tracks/colours.h"

using namespace seqlens::tracks;

TEST_CASE("eight heads have eight colours and the ninth begins again") {
  for (std::size_t a = 0; a < 8; ++a) {
    for (std::size_t b = 0; b < a; ++b) CHECK_FALSE(head_colour(a) == head_colour(b));
  }
  CHECK(head_colour(8) == head_colour(0));
  CHECK(head_colour(21) == head_colour(5));
}
