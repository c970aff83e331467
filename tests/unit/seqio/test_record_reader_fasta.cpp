#include <cstdlib>

#include <catch2/catch.hpp>

#include "reading.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

TEST_CASE("FASTA records come as they are in the file") {
  const TempDir dir;
  const auto path =
      dir.write("x.txt", ">one first  record\nACgtN\nRYK\n\n>two\n>\nA-C*\n>three\tx\n").string();
  RecordReader reader(path);
  CHECK(reader.format() == FileFormat::fasta);
  Record record;
  REQUIRE(reader.read(record));
  CHECK(record.name == "one");
  CHECK(record.description == "first  record");
  CHECK(record.bases == "ACgtNRYK");
  CHECK(record.qualities.empty());
  CHECK_FALSE(record.alignment);
  CHECK(reader.place() == path + ": record 1 'one'");
  REQUIRE(reader.read(record));
  CHECK(record.name == "two");
  CHECK(record.bases.empty());
  REQUIRE(reader.read(record));
  CHECK(record.name.empty());
  CHECK(record.bases == "A-C*");
  REQUIRE(reader.read(record));
  CHECK(record.name == "three");
  CHECK(record.description == "x");
  CHECK_FALSE(reader.read(record));
  CHECK_FALSE(reader.read(record));
  CHECK(reader.counts().records == 4);
  CHECK(reader.counts().bases == 12);
  CHECK(reader.counts().without_bases == 2);
}

TEST_CASE("FASTA line ends and blanks do not matter") {
  const TempDir dir;
  const std::string text = GENERATE(">a b\r\nACG\r\nT\r\n", ">a b\nACGT", "\n\n>a b\nAC GT\n\n",
                                    "  \n>a b\nACGT \t\n", ">a  b\r\n\r\nACGT\r\n\r\n", "> \ta b\nACGT\n");
  const auto records = read_all(dir.write("x.fa", text).string());
  REQUIRE(records.size() == 1);
  CHECK(records[0].name == "a");
  CHECK(records[0].description == "b");
  CHECK(records[0].bases == "ACGT");
}

TEST_CASE("an empty file has no records") {
  const TempDir dir;
  const std::string text = GENERATE("", "\n", "\r\n \n");
  RecordReader reader(dir.write("x.fa", text).string());
  CHECK(reader.format() == FileFormat::empty);
  Record record;
  CHECK_FALSE(reader.read(record));
  CHECK_FALSE(reader.begin_record(record));
  CHECK(reader.contigs().empty());
  CHECK_FALSE(reader.alignment_header());
}

TEST_CASE("FASTA in pieces") {
  const TempDir dir;
  RecordReader reader(dir.write("x.fa", ">a\nACGTA\nCG\n>b\n>c\nTTT\n>d\nGG\n").string());
  RecordHeader header;
  std::array<char, 3> buffer{};
  REQUIRE(reader.begin_record(header));
  CHECK(reader.read_bases(buffer) == 3);
  CHECK(std::string_view(buffer.data(), 3) == "ACG");
  CHECK(reader.read_bases(buffer) == 3);
  CHECK(reader.read_bases(buffer) == 1);
  CHECK(reader.read_bases(buffer) == 0);
  CHECK(reader.read_bases(buffer) == 0);
  REQUIRE(reader.begin_record(header));
  CHECK(header.name == "b");
  CHECK(reader.read_bases(buffer) == 0);
  REQUIRE(reader.begin_record(header));  // left unread
  REQUIRE(reader.begin_record(header));
  CHECK(header.name == "d");
  CHECK_FALSE(reader.begin_record(header));
  CHECK(reader.counts().without_bases == 1);
}

TEST_CASE("malformed FASTA is told with its line") {
  const TempDir dir;
  struct Case {
    std::string bytes;
    std::string text;
  };
  const auto [bytes, text] = GENERATE(
      Case{">a\nACGT\nAC1T\n", "x:3: '1' in a sequence; letters, '*' and '-' are expected"},
      Case{">a\nAC>T\n", "x:2: '>' in a sequence; letters, '*' and '-' are expected"},
      Case{std::string(">a\nA\0C\n", 7), "x:2: 0x00 in a sequence; letters, '*' and '-' are expected"},
      Case{">a\n\xc3\xa4\n", "x:2: 0xc3 in a sequence; letters, '*' and '-' are expected"},
      Case{">a\rACGT\r>b\rAC\r", "x:1: lines end in CR alone (old Macintosh); convert them to LF"},
      Case{"hello\n", "x: starts with 'h'; FASTA, FASTQ, SAM, BAM or CRAM is expected"},
      Case{"\xef\xbb\xbf>a\nAC\n",
           "x: starts with a UTF-8 byte order mark (3 bytes, to be removed); FASTA, FASTQ, SAM, BAM or CRAM "
           "is expected"},
      Case{"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n",
           "x: is VCF version 4.2 variant calling text; FASTA, FASTQ, SAM, BAM or CRAM is expected"});
  CHECK(reading_error(dir, bytes) == text);
}

TEST_CASE("any printable character is let through on request") {
  const TempDir dir;
  ReaderOptions options;
  options.any_printable = true;
  RecordReader reader(dir.write("x.fa", ">a\nMK<mask>V. 1\n>b\nA\x01\n").string(), options);
  Record record;
  REQUIRE(reader.read(record));
  CHECK(record.bases == "MK<mask>V.1");
  const std::string text =
      dir.path().string() + "/x.fa:4: 0x01 in a sequence; printable characters are expected";
  CHECK_THROWS_WITH(reader.read(record), text);
}

TEST_CASE("an error in a record that was passed over is not lost") {
  const TempDir dir;
  RecordReader reader(dir.write("x.fa", ">a\nAC!\n>b\nA\n").string());
  RecordHeader header;
  REQUIRE(reader.begin_record(header));
  CHECK_THROWS_AS(reader.begin_record(header), InputError);
}

TEST_CASE("duplicate names are allowed and reported on request") {
  const TempDir dir;
  const auto path = dir.write("x.fa", ">a\nA\n>b\nC\n>a\nG\n").string();
  CHECK(read_all(path).size() == 3);
  std::vector<std::string> reported;
  ReaderOptions options;
  options.on_duplicate_name = [&](std::string_view name, std::uint64_t record) {
    reported.push_back(std::string(name) + " " + std::to_string(record));
  };
  CHECK(read_all(path, options).size() == 3);
  CHECK(reported == std::vector<std::string>{"a 3"});
}

TEST_CASE("files that cannot be opened") {
  const TempDir dir;
  CHECK_THROWS_WITH(RecordReader((dir.path() / "none.fa").string()),
                    "cannot open '" + (dir.path() / "none.fa").string() + "': No such file or directory");
  CHECK_THROWS_WITH(RecordReader(dir.path().string()),
                    "cannot open '" + dir.path().string() + "': Is a directory");
  CHECK_THROWS_WITH(
      RecordReader("https://example.org/x.fa"),
      "https://example.org/x.fa: remote files are not read unless --allow-remote is given; or download "
      "it first");
}

TEST_CASE("a failed read is not the end") {
  // Linux: nothing is mapped at address 0, so the first read fails.
  if (!std::filesystem::exists("/proc/self/mem")) return;
  CHECK_THROWS_WITH(RecordReader("/proc/self/mem"), "/proc/self/mem: cannot be read: Input/output error");
}

TEST_CASE("opening a file keeps htslib off the network") {
  const TempDir dir;
  read_all(dir.write("x", ">a\nA\n").string());
  const char* path = std::getenv("REF_PATH");
  REQUIRE(path != nullptr);  // ':' unless the user has set it
}

}  // namespace
}  // namespace seqlens::seqio
