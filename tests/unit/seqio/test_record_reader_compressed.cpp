#include <catch2/catch.hpp>

#include "compressed_input.h"
#include "reading.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

std::string long_fasta() {
  std::string text;
  for (int i = 0; i < 400; ++i)
    text += ">r" + std::to_string(i) + "\n" + std::string(997, "ACGT"[i % 4]) + "\n";
  return text;
}

std::string without_last(std::string bytes, std::size_t count) {
  bytes.resize(bytes.size() - count);
  return bytes;
}

TEST_CASE("gzip and bgzip are told from the content") {
  const TempDir dir;
  const std::string text = long_fasta();
  const std::string bytes = GENERATE_COPY(gzip_of(text), bgzip_of(text));
  const auto records = read_all(dir.write("x", bytes).string());
  REQUIRE(records.size() == 400);
  CHECK(records[399].name == "r399");
  CHECK(records[399].bases == std::string(997, 'T'));
}

TEST_CASE("gzip of several members is one file") {
  const TempDir dir;
  CHECK(read_all(dir.write("x", gzip_of(">a\nAC") + gzip_of("GT\n>b\nA\n")).string())[0].bases == "ACGT");
}

TEST_CASE("compressed nothing is an empty file") {
  const TempDir dir;
  const std::string bytes = GENERATE_COPY(gzip_of(""), bgzip_of(""));
  CHECK(read_all(dir.write("x", bytes).string()).empty());
}

TEST_CASE("truncated compression is never the end") {
  const TempDir dir;
  const std::string bgzip = bgzip_of(long_fasta());
  const std::string gzip = gzip_of(long_fasta());
  CHECK(reading_error(dir, without_last(bgzip, bgzf_end_block_bytes)) ==
        "x: truncated after line 800 (no end-of-file block); copy it again");
  CHECK(reading_error(dir, without_last(bgzip, 10)) ==
        "x: compressed data damaged or cut short after line 783; copy it again");
  CHECK(reading_error(dir, without_last(bgzip, bgzf_end_block_bytes + 10)) ==
        "x: compressed data damaged or cut short after line 653; copy it again");
  CHECK(reading_error(dir, without_last(gzip, 4)) ==
        "x: compressed data damaged or cut short after line 783; copy it again");
  CHECK(reading_error(dir, without_last(gzip, 100'000)) ==
        "x: compressed data damaged or cut short after line 523; copy it again");
  CHECK(reading_error(dir, gzip.substr(0, 5)) ==
        "x: is compressed data cut short in its header; FASTA, FASTQ, SAM, BAM or CRAM is expected");
}

TEST_CASE("damaged compression is an error") {
  const TempDir dir;
  std::string gzip = gzip_of(">a\nACGT\n");
  gzip[gzip.size() - 6] ^= 1;  // checksum
  CHECK(reading_error(dir, gzip) == "x: compressed data damaged or cut short after line 0; copy it again");
}

}  // namespace
}  // namespace seqlens::seqio
