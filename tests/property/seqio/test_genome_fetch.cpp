#include <algorithm>

#include "seqlens/seqio/genome.h"

#include "generated.h"

namespace seqlens::seqio {
namespace {

std::string wrapped_fasta(const std::vector<NamedBases>& records, std::size_t width,
                          const std::string& line_end) {
  std::string text;
  for (const NamedBases& record : records) {
    text += '>';
    text += record.name + line_end;
    for (std::size_t at = 0; at < record.bases.size(); at += width)
      text += record.bases.substr(at, width) + line_end;
  }
  return text;
}

TEST_CASE("a fetched interval is that part of the contig") {
  SEQLENS_EACH_SEED(seed, 20);
  Random random(seed);
  const test::TempDir dir;
  const auto records = random_records(random, 1 + random.below(8), seed % 4 == 0 ? 200'000 : 400);
  const std::string text =
      wrapped_fasta(records, 1 + random.below(100), random.below(2) == 0 ? "\n" : "\r\n");
  const Genome genome(write_file(dir, "x.fa", text, random.below(2) == 0));
  REQUIRE(genome.contigs().size() == records.size());
  for (int round = 0; round < 60; ++round) {
    const NamedBases& record = records[random.below(records.size())];
    const std::size_t begin = random.below(record.bases.size() + 1);
    const std::size_t length = random.below(record.bases.size() - begin + 1);
    const Interval interval{static_cast<std::int64_t>(begin), static_cast<std::int64_t>(begin + length)};
    CHECK(genome.fetch(record.name, interval) == record.bases.substr(begin, length));
    const std::string padded = genome.fetch_padded(record.name, {interval.begin - 500'000, interval.end});
    CHECK(padded.ends_with(record.bases.substr(0, begin + length)));
    CHECK(padded.size() == 500'000 + length);
  }
}

}  // namespace
}  // namespace seqlens::seqio
