#include "seqlens/seqio/record_reader.h"

#include "generated.h"

namespace seqlens::seqio {
namespace {

// The records as FASTA with uneven lines, blank lines and both kinds of line end.
std::string untidy_fasta(Random& random, const std::vector<NamedBases>& records) {
  const std::string line_end = random.below(2) == 0 ? "\n" : "\r\n";
  std::string text;
  for (const NamedBases& record : records) {
    text += '>';
    text += record.name + " some text" + line_end;
    for (std::size_t at = 0; at < record.bases.size();) {
      const std::size_t width = 1 + random.below(random.below(8) == 0 ? 100'000 : 90);
      text += record.bases.substr(at, width) + line_end;
      at += width;
      if (random.below(10) == 0) text += line_end;
    }
  }
  return text;
}

std::string tidy_fastq(const std::vector<NamedBases>& records) {
  std::string text;
  for (const NamedBases& record : records) {
    text += '@';
    text += record.name + "\n" + record.bases + "\n+\n" + std::string(record.bases.size(), 'I') + "\n";
  }
  return text;
}

std::string read_piecewise(RecordReader& reader, Random& random) {
  std::string bases;
  std::vector<char> buffer(1 + random.below(random.below(3) == 0 ? 200'000 : 50));
  while (const std::size_t count = reader.read_bases(buffer)) bases.append(buffer.data(), count);
  return bases;
}

TEST_CASE("whole records and records in pieces are what was written") {
  SEQLENS_EACH_SEED(seed, 30);
  Random random(seed);
  const test::TempDir dir;
  const auto records = random_records(random, 1 + random.below(20), seed % 5 == 0 ? 300'000 : 300);
  const std::string text = seed % 3 == 0 ? tidy_fastq(records) : untidy_fasta(random, records);
  RecordReader reader(write_file(dir, "x", text, random.below(2) == 0));
  std::size_t bases = 0;
  for (const NamedBases& expected : records) {
    Record record;
    const std::uint64_t way = random.below(3);
    if (way == 0) {
      REQUIRE(reader.read(record));
    } else {
      REQUIRE(reader.begin_record(record));
      if (way == 1) record.bases = read_piecewise(reader, random);
    }
    CHECK(record.name == expected.name);
    if (way < 2) {
      CHECK(record.bases == expected.bases);
      bases += expected.bases.size();
    }
  }
  Record record;
  CHECK_FALSE(reader.begin_record(record));
  CHECK(reader.counts().records == records.size());
  CHECK(reader.counts().bases >= bases);  // of passed-over records one base is read at most
  CHECK(reader.counts().bases <= bases + records.size());
}

}  // namespace
}  // namespace seqlens::seqio
