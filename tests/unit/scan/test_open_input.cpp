#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/scan/open_input.h"

namespace {

using namespace seqlens;
using scan::InputOptions;

TEST_CASE("a shard is written I/N") {
  CHECK(scan::parse_shard("2/8").index == 2);
  CHECK(scan::parse_shard("2/8").count == 8);
  for (const char* text : {"", "2", "0/8", "9/8", "1/0", "a/8", "1/8 "}) {
    INFO(text);
    CHECK_THROWS_AS(scan::parse_shard(text), UsageError);
  }
}

TEST_CASE("parts are taken of one file that can be indexed") {
  InputOptions options;
  CHECK_NOTHROW(scan::check_inputs(options, {"a.fa", "-"}));
  options.shard = scan::Shard{1, 2};
  CHECK_NOTHROW(scan::check_inputs(options, {"a.fa"}));
  CHECK_THROWS_AS(scan::check_inputs(options, {"-"}), UsageError);
  CHECK_THROWS_AS(scan::check_inputs(options, {"a.fa", "b.fa"}), UsageError);
  options = {};
  options.bed = "x.bed";
  CHECK_THROWS_AS(scan::check_inputs(options, {"-"}), UsageError);
  options.regions = {"chr1"};
  CHECK_THROWS_WITH(scan::check_inputs(options, {"a.fa"}), "--region and --bed: give one of them");
}

}  // namespace
