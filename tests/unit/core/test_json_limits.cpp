#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/json_limits.h"

using namespace seqlens;

TEST_CASE("a JSON text is limited in size, depth and number of values") {
  const JsonLimits limits{.bytes = 40, .values = 4, .depth = 3};
  CHECK(json_fault(R"({"a": [1, 2]})", limits).empty());
  CHECK(json_fault(std::string(41, ' '), limits) == "has 41 bytes, at most 40 are taken");
  CHECK(json_fault("[[[[", limits) == "is nested more than 3 deep");
  CHECK(json_fault("[[[]]]", limits).empty());
  CHECK(json_fault("[1,2,3]", limits).empty());
  CHECK(json_fault("[1,2,3,4]", limits) == "has more than 4 values");
  // Inside of texts nothing counts, whatever is escaped there.
  CHECK(json_fault(R"({"[[[[,,,,\"{{{{": "\\"})", limits).empty());
  CHECK(json_fault(R"("[[[[)", limits).empty());
  CHECK(json_fault("", limits).empty());
  CHECK(json_fault("]]}}", limits).empty());
}

TEST_CASE("hostile JSON of any kind is refused in time that its size explains") {
  CHECK(json_fault(std::string(50'000'000, '[')) == "is nested more than 64 deep");
  std::string keys = "{";
  for (int i = 0; i < 2'000'001; ++i) keys += "\"a\":1,";
  CHECK(json_fault(keys) == "has more than 2000000 values");
}
