#include <catch2/catch.hpp>

#include "seqlens/core/utf8.h"

using namespace seqlens;

TEST_CASE("valid UTF-8 characters and their lengths") {
  CHECK(utf8_length("A", 0) == 1);
  CHECK(utf8_length("x\u00e9", 1) == 2);
  CHECK(utf8_length("\u20ac", 0) == 3);
  CHECK(utf8_length("\U0001F9EC", 0) == 4);
  CHECK(is_utf8("A\u00e9\u20ac\U0001F9EC"));
  CHECK(is_utf8(""));
}

TEST_CASE("bytes that are no UTF-8") {
  for (const auto* text : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                           "\xF5", "\xE2\x82", "\xE2\x28\xA1", "\xF0\x9F\xA7"}) {
    INFO(text);
    CHECK(utf8_length(text, 0) == 0);
    CHECK_FALSE(is_utf8(text));
  }
}

TEST_CASE("bytes that are no UTF-8 are replaced one by one") {
  CHECK(valid_utf8("A\u00e9\U0001F9EC") == "A\u00e9\U0001F9EC");
  CHECK(valid_utf8("a\xC3z\xE2\x82") == "a\uFFFDz\uFFFD\uFFFD");
  CHECK(valid_utf8("").empty());
}
