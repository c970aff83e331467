#include <catch2/catch.hpp>

#include "seqlens/seqio/bed.h"

#include "compressed_input.h"
#include "reading.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

TEST_CASE("BED lines of three columns and more") {
  const TempDir dir;
  const auto path = dir.write("x.bed",
                              "# comment\nbrowser position chr1:1-2\ntrack name=x\n\n"
                              "chr1\t0\t10\r\n"
                              "track1\t5\t5\tname one\t960\n"
                              "chr2\t7\t9\t.\t0.5\t-\t7\t8\t255,0,0");
  const auto records = read_bed(path.string());
  REQUIRE(records.size() == 3);
  CHECK(records[0].contig == "chr1");
  CHECK(records[0].interval == Interval{0, 10});
  CHECK(records[0].name.empty());
  CHECK(records[0].strand == Strand::unknown);
  CHECK(records[0].line == 5);
  CHECK(records[1].contig == "track1");
  CHECK(records[1].interval.empty());
  CHECK(records[1].name == "name one");
  CHECK(records[1].score == "960");
  CHECK(records[2].score == "0.5");
  CHECK(records[2].strand == Strand::reverse);
  CHECK(records[2].extra == std::vector<std::string>{"7", "8", "255,0,0"});
  CHECK(records[2].line == 7);
}

TEST_CASE("compressed and empty BED") {
  const TempDir dir;
  CHECK(read_bed(dir.write("x", bgzip_of("c\t1\t2\n")).string()).size() == 1);
  CHECK(read_bed(dir.write("x", gzip_of("c\t1\t2\n")).string()).size() == 1);
  CHECK(read_bed(dir.write("x", "").string()).empty());
  CHECK(read_bed(dir.write("x", "#only\n").string()).empty());
}

TEST_CASE("malformed BED is told with its line and columns") {
  const TempDir dir;
  const ContigTable contigs("hg38.fa", {{"1", 100}, {"2", 100}, {"3", 100}});
  struct Case {
    std::string line;
    std::string text;
  };
  const auto [line, text] = GENERATE(
      Case{"1\t10800\t10500", "x.bed:2: end 10500 lies before start 10800 (columns 2 and 3; BED is 0-based)"},
      Case{"chr1\t1\t2", "x.bed:2: contig 'chr1' is not in hg38.fa, which has '1', '2', ... ('chr' prefix?)"},
      Case{"1\t1\t101", "x.bed:2: end 101 lies beyond contig '1' of hg38.fa, which has 100 bases"},
      Case{"1\t1", "x.bed:2: 2 columns; contig, start and end are expected, separated by tabs"},
      Case{"1", "x.bed:2: 1 column; contig, start and end are expected, separated by tabs"},
      Case{"1 1 2", "x.bed:2: 1 column, with spaces; contig, start and end are expected, separated by tabs"},
      Case{"1\tx\t2", "x.bed:2: start 'x' (column 2) is not a whole number of 0 or more"},
      Case{"1\t-1\t2", "x.bed:2: start '-1' (column 2) is not a whole number of 0 or more"},
      Case{"1\t1\t2.5", "x.bed:2: end '2.5' (column 3) is not a whole number of 0 or more"},
      Case{"1\t1\t99999999999999999999",
           "x.bed:2: end '99999999999999999999' (column 3) is not a whole number of 0 or more"},
      Case{"\t1\t2", "x.bed:2: contig (column 1) is empty"},
      Case{"1\t1\t2\tn\t0\tx", "x.bed:2: strand 'x' (column 6) is none of '+', '-' and '.'"});
  const std::string path = dir.write("x.bed", "1\t0\t1\n" + line + "\n").string();
  BedOptions options;
  options.contigs = &contigs;
  CHECK(error_of(dir, [&] { static_cast<void>(read_bed(path, options)); }) == text);
}

}  // namespace
}  // namespace seqlens::seqio
