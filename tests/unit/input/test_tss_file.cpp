#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/input/tss_file.h"

#include "support/temp_dir.h"

namespace {

using namespace seqlens;

TEST_CASE("the TSS of an interval is the first base that is transcribed") {
  const test::TempDir dir;
  const auto sites = input::read_tss(
      dir.write("x.bed", "#\nc\t700\t4778\tgene\t0\t-\nc\t4777\t4778\ttss\t0\t-\nc\t5\t9\tg\t0\t+\nd\t5\t9\n")
          .string());
  REQUIRE(sites.size() == 4);
  CHECK(sites[0].position == 4777);
  CHECK(sites[0].line == 2);
  CHECK(sites[1].position == 4777);
  CHECK(sites[2].position == 5);
  CHECK(sites[3].position == 5);
  CHECK(sites[3].strand == Strand::unknown);
}

TEST_CASE("an interval without a base is no TSS") {
  const test::TempDir dir;
  const std::string path = dir.write("x.bed", "c\t0\t0\tx\t0\t-\n").string();
  CHECK_THROWS_WITH(input::read_tss(path), path +
                                               ":1: start and end are the same (columns 2 and 3; BED is "
                                               "0-based and half-open); a TSS is a base");
}

}  // namespace
