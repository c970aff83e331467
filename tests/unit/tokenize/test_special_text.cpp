#include <string>

#include <catch2/catch.hpp>

#include "seqlens/tokenize/special_text.h"

using seqlens::tokenize::make_upper_case;
using seqlens::tokenize::SpecialText;

namespace {

std::string upper(std::string text) {
  SpecialText special;
  make_upper_case(text, special);
  return text;
}

}  // namespace

TEST_CASE("letters become upper case and special tokens stay") {
  CHECK(upper("acgtN*-") == "ACGTN*-");
  CHECK(upper("mk<mask>v[mask]l") == "MK<mask>V[mask]L");
  CHECK(upper("<mask><mask>a") == "<mask><mask>A");
  CHECK(upper("").empty());
}

TEST_CASE("a bracket that is not closed ends after 16 letters") {
  CHECK(upper("a<abcdefghijklmnopq") == "A<abcdefghijklmnoPQ");
  CHECK(upper("a>b]c") == "A>B]C");
}

TEST_CASE("a special token may come in two parts of a text") {
  SpecialText special;
  std::string first = "ac<ma", second = "sk>gt";
  make_upper_case(first, special);
  make_upper_case(second, special);
  CHECK(first == "AC<ma");
  CHECK(second == "sk>GT");
}
