#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "model-evaluate/locus_groups.h"

using namespace model_evaluate;

TEST_CASE("a header says where a record comes from") {
  struct Case {
    const char* header;
    const char *cluster, *contig;
    seqlens::Interval interval;
  };
  const Case cases[] = {
      {"cpg_0 GRCh37:X:64181-64481(+)", "", "X", {64181, 64481}},
      {"P1 cluster=12 chrom=chrX locus=X:10-310(-) name=?", "12", "X", {10, 310}},
      {"P2 cluster=? chrom=? locus=? name=A:B-C", "", "", {}},
      {"read/1", "", "", {}},
      {"chr1:5-5", "", "", {}},
      {":1-2", "", "", {}},
      {"", "", "", {}},
  };
  for (const auto& expected : cases) {
    INFO(expected.header);
    const auto found = parse_origin(expected.header);
    CHECK(found.cluster == expected.cluster);
    CHECK(found.contig == expected.contig);
    CHECK(found.interval == expected.interval);
  }
}

TEST_CASE("overlapping intervals are one locus and clusters go first") {
  const std::vector<Origin> origins = {{"", "X", {100, 400}}, {"", "X", {400, 700}},  {"", "X", {250, 401}},
                                       {"", "1", {100, 400}}, {"7", "X", {100, 400}}, {"", "", {}},
                                       {"", "", {}},          {"7", "", {}}};
  const auto names = group_names(origins);
  CHECK(names[0] == names[2]);
  CHECK(names[0] == names[1]);  // through the third, which overlaps both
  CHECK(names[3] != names[0]);
  CHECK(names[4] == names[7]);
  CHECK(names[4] != names[0]);
  CHECK(names[5] != names[6]);
}

TEST_CASE("touching intervals are two loci") {
  const std::vector<Origin> origins = {{"", "X", {100, 400}}, {"", "X", {400, 700}}};
  const auto names = group_names(origins);
  CHECK(names[0] != names[1]);
}
