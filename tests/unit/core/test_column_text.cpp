#include <string_view>

#include <catch2/catch.hpp>

#include "seqlens/core/column_text.h"

using namespace seqlens;

TEST_CASE("what would break a line is no column") {
  CHECK(column_fault("chr1").empty());
  CHECK(column_fault("HLA-A*01:01 \xc3\xa9#").empty());
  CHECK(column_fault("a\tb") == "holds the control character 0x09");
  CHECK(column_fault("a\n") == "holds the control character 0x0a");
  CHECK(column_fault("\r") == "holds the control character 0x0d");
  CHECK(column_fault(std::string_view("a\0b", 3)) == "holds the control character 0x00");
  CHECK(column_fault("\x7f") == "holds the control character 0x7f");
  CHECK(column_fault("#c").empty());
  CHECK(first_column_fault("#c") == "starts with '#', which makes a comment of its lines");
  CHECK(first_column_fault("c#\n") == "holds the control character 0x0a");
  CHECK(first_column_fault("c#").empty());
}
