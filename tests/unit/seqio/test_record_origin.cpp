#include <string>

#include <catch2/catch.hpp>

#include "seqlens/seqio/record_origin.h"

using namespace seqlens;
using seqio::parse_origin;

TEST_CASE("a header says where a record comes from") {
  struct Case {
    const char* header;
    const char *cluster, *contig;
    Interval interval;
  };
  const Case cases[] = {
      {"cpg_0 GRCh37:X:64181-64481(+)", "", "X", {64181, 64481}},
      {"P1 cluster=12 chrom=chrX locus=X:10-310(-) name=?", "12", "X", {10, 310}},
      {"P2 cluster=? chrom=? locus=? name=A:B-C", "", "", {}},
      {"chr2:5-9", "", "chr2", {5, 9}},
      {"P3 subcluster=4 X:1-2(+) Y:3-4(-)", "", "X", {1, 2}},
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

TEST_CASE("a header of a megabyte is read like any other") {
  const std::string word(1 << 20, 'a');
  CHECK(parse_origin(word).contig.empty());
  CHECK(parse_origin(word + " X:1-2(+)").contig == "X");
}
