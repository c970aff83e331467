#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/input/open_input.h"

#include "support/temp_dir.h"

namespace {

using namespace seqlens;
using input::InputOptions;

TEST_CASE("a shard is written I/N") {
  CHECK(input::parse_shard("2/8").index == 2);
  CHECK(input::parse_shard("2/8").count == 8);
  for (const char* text : {"", "2", "0/8", "9/8", "1/0", "a/8", "1/8 "}) {
    INFO(text);
    CHECK_THROWS_AS(input::parse_shard(text), UsageError);
  }
}

TEST_CASE("parts are taken of one file that can be indexed") {
  InputOptions options;
  CHECK_NOTHROW(input::check_inputs(options, {"a.fa", "-"}));
  options.shard = input::Shard{1, 2};
  CHECK_NOTHROW(input::check_inputs(options, {"a.fa"}));
  CHECK_THROWS_AS(input::check_inputs(options, {"-"}), UsageError);
  CHECK_THROWS_AS(input::check_inputs(options, {"a.fa", "b.fa"}), UsageError);
  options = {};
  options.bed = "x.bed";
  CHECK_THROWS_AS(input::check_inputs(options, {"-"}), UsageError);
  options.regions = {"chr1"};
  CHECK_THROWS_WITH(input::check_inputs(options, {"a.fa"}), "--region and --bed: give one of them");
}

TEST_CASE("the index beside a whole file is only of use for its size") {
  const test::TempDir dir;
  const std::string path = dir.write("x.fa", ">a\nACGT\n>b\nAC\n").string();
  const auto open = [&] { return input::open_input(path, {}, {}, [](std::string_view) {}); };
  CHECK(open().bases == 0);
  dir.write("x.fa.fai", "a\t4\t3\t4\t5\nb\t2\t11\t2\t3\n");
  CHECK(open().bases == 6);
  for (const std::string_view damaged :
       {"a\t4\t3\t4\t5\nb\tx\t11\t2\t3\n", "a\t4\t3\t4\t5\n12\n", "\x1f\x8b\x08"}) {
    dir.write("x.fa.fai", damaged);
    CHECK(open().bases == 0);
  }
  std::filesystem::remove(dir.path() / "x.fa.fai");
  std::filesystem::create_directory(dir.path() / "x.fa.fai");
  const input::OpenInput input = open();
  CHECK(input.bases == 0);
  seqio::Record record;
  REQUIRE(input.reader->read(record));
  CHECK(record.bases == "ACGT");
}

}  // namespace
