#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/seqio/bam_writer.h"
#include "seqlens/seqio/bed.h"
#include "seqlens/seqio/record_reader.h"
#include "seqlens/seqio/region.h"

#include "generated.h"

namespace seqlens::seqio {
namespace {

std::string random_sam(Random& random, std::vector<Record>& expected) {
  std::string text = "@SQ\tSN:c\tLN:100000\n";
  const std::size_t count = random.below(50);
  for (std::size_t i = 0; i < count; ++i) {
    Record& record = expected.emplace_back();
    record.name = std::to_string(i);
    const std::size_t length = 1 + random.below(300);
    record.bases = random_letters(random, length, "ACGTNRY");
    record.qualities = random_letters(random, length, "!#+5?I~");
    Alignment& alignment = record.alignment.emplace();
    alignment.flag =
        static_cast<std::uint16_t>(std::array{0, 4, 16, 1 + 16 + 64, 1 + 128, 512 + 1024}[random.below(6)]);
    alignment.mapping_quality = static_cast<int>(random.below(256));
    alignment.position = static_cast<std::int64_t>(random.below(90'000));
    const bool reverse = alignment.is_reverse();
    const std::string qualities =
        reverse ? std::string(record.qualities.rbegin(), record.qualities.rend()) : record.qualities;
    text += fmt::format("{}\t{}\tc\t{}\t{}\t{}M\t*\t0\t0\t{}\t{}\n", record.name, alignment.flag,
                        alignment.position + 1, alignment.mapping_quality, length,
                        reverse ? reverse_complement(record.bases) : record.bases, qualities);
  }
  return text;
}

void check_reads(const std::string& path, const std::vector<Record>& expected) {
  RecordReader reader(path);
  Record record;
  for (const Record& wanted : expected) {
    REQUIRE(reader.read(record));
    CHECK(record.name == wanted.name);
    CHECK(record.bases == wanted.bases);
    CHECK(record.qualities == wanted.qualities);
    CHECK(record.alignment->flag == wanted.alignment->flag);
    CHECK(record.alignment->position == wanted.alignment->position);
    CHECK(record.alignment->mapping_quality == wanted.alignment->mapping_quality);
  }
  CHECK_FALSE(reader.read(record));
}

TEST_CASE("reads written as SAM or BAM come back as they were") {
  SEQLENS_EACH_SEED(seed, 20);
  Random random(seed);
  const test::TempDir dir;
  std::vector<Record> expected;
  ReaderOptions options;
  options.keep_raw = true;
  const std::string in = write_file(dir, "in.sam", random_sam(random, expected), random.below(2) == 0);
  check_reads(in, expected);
  RecordReader reader(in, options);
  const std::string out = (dir.path() / (random.below(2) == 0 ? "out.bam" : "out.sam")).string();
  BamWriter writer(out, reader.alignment_header(), {"test", "1", "test"});
  const std::vector<Tag> tags = {{"XF", static_cast<float>(random.normal())}, {"XI", std::int64_t{-3}}};
  for (Record record; reader.read(record);) writer.write(*record.alignment, tags);
  writer.commit();
  check_reads(out, expected);
}

TEST_CASE("BED written is BED read") {
  SEQLENS_EACH_SEED(seed, 20);
  Random random(seed);
  const test::TempDir dir;
  std::vector<BedRecord> expected(random.below(100));
  const std::string path = (dir.path() / (seed % 2 == 0 ? "x.bed" : "x.bed.gz")).string();
  TextOutput out(path);
  for (BedRecord& record : expected) {
    record.contig = random_letters(random, 1 + random.below(9), "chr1X_:.");
    record.interval.begin = static_cast<std::int64_t>(random.below(1'000'000'000));
    record.interval.end = record.interval.begin + static_cast<std::int64_t>(random.below(1000));
    record.name = random_letters(random, random.below(6), "ab ;");
    record.score = random_letters(random, random.below(4), "0123456789");
    record.strand = std::array{Strand::forward, Strand::reverse, Strand::unknown}[random.below(3)];
    out.write(fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", record.contig, record.interval.begin,
                          record.interval.end, record.name, record.score, to_char(record.strand)));
  }
  out.commit();
  const auto found = read_bed(path);
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(found[i].contig == expected[i].contig);
    CHECK(found[i].interval == expected[i].interval);
    CHECK(found[i].name == expected[i].name);
    CHECK(found[i].score == expected[i].score);
    CHECK(found[i].strand == expected[i].strand);
  }
}

TEST_CASE("a region written is the region read") {
  SEQLENS_EACH_SEED(seed, 200);
  Random random(seed);
  const ContigTable contigs("x.fa", {{"chr1", 1000}, {"HLA:A*01:02", 1000}, {"a-b", 1000}});
  Region region;
  region.contig = contigs.contigs()[random.below(3)].name;
  region.interval.begin = static_cast<std::int64_t>(random.below(1000));
  region.interval.end =
      region.interval.begin + 1 +
      static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(1000 - region.interval.begin)));
  CHECK(parse_region(to_string(region), contigs) == region);
}

}  // namespace
}  // namespace seqlens::seqio
