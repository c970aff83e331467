#include <catch2/catch.hpp>

#include "reading.h"

namespace seqlens::seqio {
namespace {

using test::TempDir;

TEST_CASE("FASTQ records come as they are in the file") {
  const TempDir dir;
  const std::string text = GENERATE("@one first read\nACgtN\n+\nII#~!\n@two\nA\n+two\n@\n",               //
                                    "@one first read\r\nACgtN\r\n+\r\nII#~!\r\n@two\r\nA\r\n+\r\n@\r\n",  //
                                    "\n@one first read\nACg\ntN\n+\nII#\n~!\n\n@two\nA\n+\n@");
  RecordReader reader(dir.write("x", text).string());
  CHECK(reader.format() == FileFormat::fastq);
  Record record;
  REQUIRE(reader.read(record));
  CHECK(record.name == "one");
  CHECK(record.description == "first read");
  CHECK(record.bases == "ACgtN");
  CHECK(record.qualities == "II#~!");
  REQUIRE(reader.read(record));
  CHECK(record.name == "two");
  CHECK(record.bases == "A");
  CHECK(record.qualities == "@");
  CHECK_FALSE(reader.read(record));
  CHECK(reader.counts().records == 2);
  CHECK(reader.counts().bases == 6);
}

TEST_CASE("FASTQ reads without bases") {
  const TempDir dir;
  const std::string text = GENERATE("@a\n\n+\n\n@b\nA\n+\nI\n@c\n\n+\n", "@a\n+\n\n@b\nA\n+\nI\n@c\n\n+");
  RecordReader reader(dir.write("x", text).string());
  std::vector<std::size_t> lengths;
  for (Record record; reader.read(record);) lengths.push_back(record.bases.size());
  CHECK(lengths == std::vector<std::size_t>{0, 1, 0});
  CHECK(reader.counts().without_bases == 2);
}

TEST_CASE("FASTQ in pieces") {
  const TempDir dir;
  RecordReader reader(dir.write("x", "@a\nACGTA\n+\nIIIII\n@b\nC\n+\nI\n").string());
  RecordHeader header;
  std::array<char, 2> buffer{};
  std::string bases;
  REQUIRE(reader.begin_record(header));
  CHECK(header.name == "a");
  while (const std::size_t count = reader.read_bases(buffer)) bases.append(buffer.data(), count);
  CHECK(bases == "ACGTA");
  REQUIRE(reader.begin_record(header));
  CHECK(header.name == "b");
  CHECK_FALSE(reader.begin_record(header));
}

TEST_CASE("malformed FASTQ is told with its line") {
  const TempDir dir;
  struct Case {
    std::string bytes;
    std::string text;
  };
  const auto [bytes, text] = GENERATE(
      Case{"@a\nAC\n+\nII\n@b\nACG\n+\nII\n", "x:5: 'b' has 3 bases and 2 qualities; one each is expected"},
      Case{"@a\nAC\n+\nIII\n", "x:1: 'a' has 2 bases and 3 qualities; one each is expected"},
      Case{"@a\n\n+\nI\n", "x:1: 'a' has 0 bases and 1 qualities; one each is expected"},
      Case{"@a\nACG\n", "x:1: 'a' ends without its '+' line and qualities; the file is cut short"},
      Case{"@a\n", "x:1: 'a' ends without its '+' line and qualities; the file is cut short"},
      Case{"@a\nACG\n+\n", "x:1: 'a' has 3 bases and 0 qualities; one each is expected"},
      Case{"@a\nA\n+\nI\nACG\n", "x:5: starts with 'A'; a FASTQ record starts with '@'"},
      Case{"@a\nA.G\n+\nIII\n", "x:2: '.' in a sequence; letters, '*' and '-' are expected"},
      Case{"@a\nACG\n+\nI I\n", "x:4: 0x20 among the qualities; '!' to '~' are expected (Phred + 33)"});
  CHECK(reading_error(dir, bytes) == text);
}

}  // namespace
}  // namespace seqlens::seqio
