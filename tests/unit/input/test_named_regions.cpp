#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/input/named_regions.h"

#include "support/temp_dir.h"

namespace {

using namespace seqlens;
using input::NamedRegion;

const seqio::ContigTable kContigs("g.fa", {{"b", 100}, {"a", 50}});

TEST_CASE("regions keep their order, names and strands") {
  const test::TempDir dir;
  const std::string bed = dir.write("x.bed", "a\t0\t9\tfirst\t0\t-\nb\t9\t30\n").string();
  const auto regions = input::named_regions({"b:11-20", "a"}, bed, kContigs);
  REQUIRE(regions.size() == 4);
  CHECK(regions[0].name == "b:11-20");
  CHECK(regions[0].region == seqio::Region{"b", {10, 20}});
  CHECK(regions[1].name == "a:1-50");
  CHECK(regions[2].name == "first");
  CHECK(regions[2].strand == Strand::reverse);
  CHECK(regions[3].name == "b:10-30");
  CHECK(regions[3].strand == Strand::unknown);
}

TEST_CASE("regions are checked against the contigs that are known") {
  const test::TempDir dir;
  const std::string bed = dir.write("x.bed", "c\t0\t9\n").string();
  CHECK_THROWS_WITH(input::named_regions({}, bed, kContigs),
                    Catch::Contains("x.bed:1: contig 'c' is not in"));
  CHECK(input::named_regions({}, bed, {}).size() == 1);
  CHECK_THROWS_AS(input::named_regions({"c:1-2"}, "", kContigs), InputError);
}

TEST_CASE("merged regions are in the order of the contigs and apart") {
  using Regions = std::vector<seqio::Region>;
  CHECK(input::merged_regions(
            {{"a", {20, 30}}, {"a", {0, 5}}, {"b", {90, 95}}, {"a", {5, 9}}, {"a", {7, 7}}, {"a", {25, 40}}},
            kContigs) == Regions{{"b", {90, 95}}, {"a", {0, 9}}, {"a", {20, 40}}});
  CHECK_THROWS_WITH(input::merged_regions({{"c", {0, 1}}}, kContigs),
                    Catch::Contains("contig 'c' is not in"));
}

}  // namespace
