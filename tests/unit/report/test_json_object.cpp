#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/report/json_object.h"

using namespace seqlens;
using namespace seqlens::report;

TEST_CASE("members of a JSON object keep their order and kind") {
  const auto members =
      json_members(R"({"z": "text", "a": 3, "x": 0.5, "list": [1, {"b": null}], "no": null})");
  REQUIRE(members.size() == 5);
  CHECK(members[0] == std::pair<std::string, Cell>("z", "text"));
  CHECK(members[1] == std::pair<std::string, Cell>("a", std::int64_t{3}));
  CHECK(members[2] == std::pair<std::string, Cell>("x", 0.5));
  CHECK(members[3] == std::pair<std::string, Cell>("list", R"([1,{"b":null}])"));
  CHECK(members[4] == std::pair<std::string, Cell>("no", "null"));
  CHECK(json_members("{}").empty());
}

TEST_CASE("texts that are no JSON object are refused") {
  for (const auto* text : {"", "[1]", "{\"a\": }", "nonsense"})
    CHECK_THROWS_WITH(json_members(text), "not a JSON object");
  const std::string deep = "{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}";
  CHECK_THROWS_WITH(json_members(deep), "a JSON text nested too deeply");
  CHECK_THROWS_AS(json_members(deep), Error);
}
