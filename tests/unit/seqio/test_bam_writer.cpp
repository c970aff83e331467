#include <catch2/catch.hpp>

#include "seqlens/seqio/bam_writer.h"

#include "reading.h"
#include "support/fifo.h"
#include "support/full_device.h"
#include "support/ignored_leaks.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

const std::string sam =
    "@HD\tVN:1.6\n@SQ\tSN:c1\tLN:100\n@PG\tID:first\tPN:first\n"
    "r1\t16\tc1\t11\t60\t4M\t*\t0\t0\tACGT\tIIII\tXS:Z:old\tNM:i:0\n"
    "r2\t4\t*\t0\t0\t*\t*\t0\t0\tGG\tII\n";

const ProgramLine program = {"seqlens", "1.2", "promoter-scan -o x.bam\twith tab"};

std::size_t files_in(const TempDir& dir) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(dir.path()), {}));
}

// Writes the reads of `sam` with three tags each to <dir>/<name>.
void write_reads(const TempDir& dir, const std::string& name) {
  ReaderOptions options;
  options.keep_raw = true;
  RecordReader reader(dir.write("in.sam", sam).string(), options);
  BamWriter writer((dir.path() / name).string(), reader.alignment_header(), program);
  for (Record record; reader.read(record);) {
    const std::vector<Tag> tags = {{"XP", 0.5F}, {"XN", std::int64_t{-7}}, {"XS", std::string("+")}};
    writer.write(*record.alignment, tags);
  }
  writer.commit();
}

std::string written(const TempDir& dir, const std::string& name) {
  write_reads(dir, name);
  return (dir.path() / name).string();
}

TEST_CASE("an alignment file appears at commit") {
  const TempDir dir;
  RecordReader reader(dir.write("in.sam", sam).string());
  const auto path = dir.path() / "out.bam";
  BamWriter writer(path.string(), reader.alignment_header(), program);
  CHECK_FALSE(std::filesystem::exists(path));
  writer.commit();
  CHECK(std::filesystem::exists(path));
}

TEST_CASE("alignments go through a pipe") {
  const TempDir dir;
  const test::Fifo fifo(dir.path() / "pipe");
  write_reads(dir, "pipe");
  const auto records = read_all(dir.write("copy.bam", fifo.read()).string());
  REQUIRE(records.size() == 2);
  CHECK(records[1].bases == "GG");
  CHECK(std::filesystem::is_fifo(dir.path() / "pipe"));
  CHECK(files_in(dir) == 3);
}

TEST_CASE("alignments go to what a link points to") {
  const TempDir dir;
  std::filesystem::create_symlink("file.bam", dir.path() / "link.bam");
  for (int time = 0; time < 2; ++time) {  // a link to nothing yet, then to a file
    CHECK(read_all(written(dir, "link.bam")).size() == 2);
    CHECK(std::filesystem::is_symlink(dir.path() / "link.bam"));
    CHECK_FALSE(std::filesystem::is_symlink(dir.path() / "file.bam"));
    CHECK(files_in(dir) == 3);
  }
}

TEST_CASE("alignments on a full device are an error") {
  const TempDir dir;
  const auto path = dir.path() / "full.bam";
  if (!test::make_full_device(path)) {
    WARN("skipped: device nodes cannot be made here");
    return;
  }
  const test::IgnoredLeaks bgzf;  // bgzf_close keeps its memory when the last write fails (htslib 1.16)
  CHECK(error_of(dir, [&] { write_reads(dir, "full.bam"); }) ==
        "cannot write 'full.bam': No space left on device");
  CHECK(std::filesystem::is_character_file(path));
  CHECK(files_in(dir) == 2);
}

TEST_CASE("reads are written back with tags and a program line") {
  const TempDir dir;
  CHECK(test::read_file(written(dir, "out.sam")) ==
        "@HD\tVN:1.6\n@SQ\tSN:c1\tLN:100\n@PG\tID:first\tPN:first\n"
        "@PG\tID:seqlens\tPN:seqlens\tPP:first\tVN:1.2\tCL:promoter-scan -o x.bam with tab\n"
        "r1\t16\tc1\t11\t60\t4M\t*\t0\t0\tACGT\tIIII\tNM:i:0\tXP:f:0.5\tXN:i:-7\tXS:Z:+\n"
        "r2\t4\t*\t0\t0\t*\t*\t0\t0\tGG\tII\tXP:f:0.5\tXN:i:-7\tXS:Z:+\n");
  CHECK(files_in(dir) == 2);
}

TEST_CASE("the name says the format") {
  const TempDir dir;
  CHECK(RecordReader(written(dir, "out.bam")).format() == FileFormat::bam);
  CHECK(RecordReader(written(dir, "out")).format() == FileFormat::bam);
  const auto records = read_all((dir.path() / "out.bam").string());
  REQUIRE(records.size() == 2);
  CHECK(records[1].bases == "GG");
}

TEST_CASE("alignments without commit leave nothing") {
  const TempDir dir;
  RecordReader reader(dir.write("in.sam", sam).string());
  { BamWriter writer((dir.path() / "out.bam").string(), reader.alignment_header(), program); }
  CHECK(files_in(dir) == 1);
}

TEST_CASE("alignments that cannot be written") {
  const TempDir dir;
  RecordReader reader(dir.write("in.sam", sam).string());
  CHECK_THROWS_WITH(BamWriter("/nonexistent-folder/x.bam", reader.alignment_header(), program),
                    "cannot create '/nonexistent-folder/x.bam': No such file or directory");
}

}  // namespace
}  // namespace seqlens::seqio
