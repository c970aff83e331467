#include <catch2/catch.hpp>

#include "seqlens/core/parse_number.h"

using namespace seqlens;

TEST_CASE("integers are whole texts in range") {
  CHECK(parse_integer("12", 0, 12) == 12);
  CHECK(parse_integer("-3", -5, 5) == -3);
  for (const auto* text : {"", " 1", "1 ", "1.0", "0x1", "13", "-1", "99999999999999999999", "+1"})
    CHECK_FALSE(parse_integer(text, 0, 12));
}

TEST_CASE("reals are whole, finite texts") {
  CHECK(parse_real("0.5") == 0.5);
  CHECK(parse_real("1e-3") == 1e-3);
  for (const auto* text : {"", "nan", "inf", "-inf", "1x", " 1", "1e999"}) CHECK_FALSE(parse_real(text));
}
