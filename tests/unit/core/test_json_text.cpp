#include <catch2/catch.hpp>

#include "seqlens/core/json_text.h"

using namespace seqlens;

TEST_CASE("JSON text has no quote or control character left and keeps UTF-8") {
  CHECK(json_escaped("chr1|a b") == "chr1|a b");
  CHECK(json_escaped("a\"b\\c") == "a\\\"b\\\\c");
  CHECK(json_escaped("a\tb\nc\x7f") == "a\\u0009b\\u000ac\\u007f");
  CHECK(json_escaped("\u00e9\u4e2d") == "\u00e9\u4e2d");
  CHECK(json_escaped("a\xff\xc3") == "a\uFFFD\uFFFD");
}

TEST_CASE("a JSON string has its quotes") {
  CHECK(json_string("a\"b") == "\"a\\\"b\"");
  CHECK(json_string("") == "\"\"");
}
