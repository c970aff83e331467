#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/labelled/labelled_record.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::labelled;

TEST_CASE("records of FASTA have the origin of their header") {
  const test::TempDir dir;
  const auto records = read_labelled_fasta(
      dir.write("x.fa", ">a cluster=7 locus=X:10-14(+)\nACGT\n>X:2-4(-)\nAC\n>plain text\nGG\n>empty\n")
          .string(),
      1);
  REQUIRE(records.size() == 4);
  CHECK(records[0].name == "a");
  CHECK(records[0].group == "7");
  CHECK(records[0].locus() == seqio::Region{"X", {10, 14}});
  CHECK(records[1].group == "X");
  CHECK(records[1].locus() == seqio::Region{"X", {2, 4}});
  CHECK(records[2].group.empty());
  CHECK_FALSE(records[2].locus());
  CHECK(records[2].target == 1);
  CHECK_THAT(records[2].place, Catch::EndsWith("x.fa: record 3 'plain'"));
  CHECK(records[3].bases.empty());
  CHECK(bases_of(records) == std::vector<std::string>{"ACGT", "AC", "GG", ""});
}

TEST_CASE("a file of training records must have some") {
  const test::TempDir dir;
  const std::string file = dir.write("x.fa", "").string();
  CHECK(read_labelled_fasta(file, 0).empty());
  CHECK_THROWS_WITH(read_some_labelled_fasta(file, 0), Catch::EndsWith("x.fa: there is no record in it"));
}

TEST_CASE("records of BED have the bases of their strand") {
  const test::TempDir dir;
  const GenomeSet genome({dir.write("g.fa", ">X\nAACCGGTTTA\n>Y\nCCCC\n").string()});
  const auto records =
      read_labelled_bed(dir.write("x.bed", "X\t1\t4\tone\t0\t-\n#\nY\t0\t2\n").string(), 0, genome);
  REQUIRE(records.size() == 2);
  CHECK(records[0].bases == "GGT");
  CHECK(records[0].name == "one");
  CHECK(records[0].group == "X");
  CHECK(records[0].locus() == seqio::Region{"X", {1, 4}});
  CHECK(records[1].bases == "CC");
  CHECK_THAT(records[1].place, Catch::EndsWith("x.bed:3"));
  CHECK_THROWS_WITH(read_labelled_bed(dir.write("n.bed", "#\n").string(), 0, genome),
                    Catch::EndsWith("n.bed: there is no interval in it"));
  CHECK_THROWS_WITH(read_labelled_bed(dir.write("z.bed", "Z\t0\t1\n").string(), 0, genome),
                    Catch::Contains("z.bed:1: contig 'Z' is not in"));
}
