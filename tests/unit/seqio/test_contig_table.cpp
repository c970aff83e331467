#include <catch2/catch.hpp>

#include "seqlens/seqio/contig_table.h"

namespace seqlens::seqio {
namespace {

TEST_CASE("contigs are found by name") {
  const ContigTable table("x.fa", {{"a", 10}, {"b", 20}});
  CHECK(table.size() == 2);
  CHECK(table.find("b") == 1);
  CHECK(table.length("a") == 10);
  CHECK_FALSE(table.find("c"));
  CHECK_FALSE(table.length(""));
  CHECK(table.file() == "x.fa");
}

TEST_CASE("the text about an unknown contig shows what is there") {
  struct Case {
    std::vector<Contig> contigs;
    std::string name;
    std::string text;
  };
  const auto [contigs, name, text] = GENERATE(
      Case{{}, "chr1", "contig 'chr1' is not in x.fa, which has no contigs"},
      Case{{{"1", 5}}, "2", "contig '2' is not in x.fa, which has '1'"},
      Case{{{"1", 5}, {"2", 5}}, "chr1", "contig 'chr1' is not in x.fa, which has '1', '2' ('chr' prefix?)"},
      Case{{{"chr1", 5}, {"chr2", 5}, {"chrX", 5}},
           "X",
           "contig 'X' is not in x.fa, which has 'chr1', 'chr2', ... ('chr' prefix?)"},
      Case{{{"a", 5}, {"b", 5}, {"c", 5}}, "d", "contig 'd' is not in x.fa, which has 'a', 'b', ..."});
  CHECK(ContigTable("x.fa", contigs).unknown_text(name) == text);
}

TEST_CASE("of two contigs with one name the first is found") {
  const ContigTable table("x.fa", {{"a", 1}, {"a", 2}});
  CHECK(table.length("a") == 1);
}

}  // namespace
}  // namespace seqlens::seqio
