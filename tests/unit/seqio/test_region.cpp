#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/region.h"

namespace seqlens::seqio {
namespace {

const ContigTable& table() {
  static const ContigTable contigs(
      "x.fa", {{"chr1", 1000}, {"chr1:5-10", 50}, {"HLA:A*01", 300}, {"2", 100}, {"chr1:7", 9}});
  return contigs;
}

// Checked against samtools faidx 1.16.
TEST_CASE("regions mean what samtools means") {
  struct Case {
    std::string text;
    Region expected;
  };
  const auto [text, expected] =
      GENERATE(Case{"chr1", {"chr1", {0, 1000}}}, Case{"chr1:101-200", {"chr1", {100, 200}}},
               Case{"chr1:101", {"chr1", {100, 1000}}}, Case{"chr1:101-", {"chr1", {100, 1000}}},
               Case{"chr1:-5", {"chr1", {0, 5}}}, Case{"chr1:1,0-1,00", {"chr1", {9, 100}}},
               Case{"chr1:990-1k", {"chr1", {989, 1000}}}, Case{"chr1:1000-2,000", {"chr1", {999, 1000}}},
               Case{"chr1:", {"chr1", {0, 1000}}}, Case{"HLA:A*01", {"HLA:A*01", {0, 300}}},
               Case{"HLA:A*01:5-6", {"HLA:A*01", {4, 6}}}, Case{"{chr1}:5-10", {"chr1", {4, 10}}},
               Case{"{chr1:5-10}", {"chr1:5-10", {0, 50}}}, Case{"{chr1:5-10}:3-4", {"chr1:5-10", {2, 4}}});
  CHECK(parse_region(text, table()) == expected);
}

TEST_CASE("malformed regions are wrong usage") {
  struct Case {
    std::string text;
    std::string expected;
  };
  const std::string no_range =
      "no range of 'chr1'; CONTIG:START-END is expected, 1-based, both included, with START at most END";
  const auto [text, expected] = GENERATE_COPY(
      Case{"", "region '': nothing there; CONTIG or CONTIG:START-END is expected"},
      Case{"chr1:9-3", "region 'chr1:9-3': " + no_range}, Case{"chr1:x-y", "region 'chr1:x-y': " + no_range},
      Case{"chr1:1-2-3", "region 'chr1:1-2-3': " + no_range},
      Case{"chr1:5-6x", "region 'chr1:5-6x': " + no_range},
      Case{"chr1:0-10", "region 'chr1:0-10': positions count from 1"},
      Case{"{chr1", "region '{chr1': braces do not match"},
      Case{"chr1:5-10",
           "region 'chr1:5-10': both 'chr1:5-10' and 'chr1' are contigs; write '{chr1:5-10}' or "
           "'{chr1}:5-10'"});
  CHECK_THROWS_AS(parse_region(text, table()), UsageError);
  CHECK_THROWS_WITH(parse_region(text, table()), expected);
}

TEST_CASE("regions that the genome does not have") {
  CHECK_THROWS_AS(parse_region("chr2:1-5", table()), InputError);
  CHECK_THROWS_WITH(
      parse_region("chr2:1-5", table()),
      "region 'chr2:1-5': contig 'chr2' is not in x.fa, which has 'chr1', 'chr1:5-10', ... ('chr' "
      "prefix?)");
  CHECK_THROWS_WITH(parse_region("2:101", table()),
                    "region '2:101': starts beyond the end of '2' in x.fa (100 bases)");
}

TEST_CASE("regions are written 1-based") {
  CHECK(to_string(Region{"c", {100, 200}}) == "c:101-200");
}

}  // namespace
}  // namespace seqlens::seqio
