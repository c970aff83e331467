#include <array>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/attention/agreement_sample.h"
#include "seqlens/core/errors.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

// Records A, AA, AAA, ...: a record is known by its length.
std::string fasta(std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t length = first; length <= last; ++length) {
    text += ">r" + std::to_string(length) + "\n" + std::string(length, 'A') + "\n";
  }
  return text;
}

const auto kNoWarning = [](std::string_view) {};

}  // namespace

TEST_CASE("a sample takes all of few records and in the order of the files") {
  const test::TempDir dir;
  const std::vector<std::string> paths{dir.write("a.fa", fasta(3, 4)).string(),
                                       dir.write("b.fa", fasta(1, 2)).string()};
  CHECK(sample_records(paths, {}, 4, 1, kNoWarning) == std::vector<std::string>{"AAA", "AAAA", "A", "AA"});
  CHECK(sample_records(paths, {}, 9, 1, kNoWarning).size() == 4);
}

TEST_CASE("each record is as likely in a sample as any other") {
  const test::TempDir dir;
  const std::vector<std::string> paths{dir.write("a.fa", fasta(1, 12)).string()};
  std::array<int, 13> taken{};
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const auto sample = sample_records(paths, {}, 3, seed, kNoWarning);
    REQUIRE(sample.size() == 3);
    CHECK(sample[0].size() < sample[1].size());
    CHECK(sample[1].size() < sample[2].size());
    for (const std::string& record : sample) ++taken[record.size()];
  }
  for (std::size_t r = 1; r <= 12; ++r) {
    CHECK(taken[r] > 60);  // 100 expected, standard deviation 8.7
    CHECK(taken[r] < 140);
  }
  CHECK(sample_records(paths, {}, 3, 1, kNoWarning) == sample_records(paths, {}, 3, 1, kNoWarning));
}

TEST_CASE("regions are records on the strand of their line") {
  const test::TempDir dir;
  const std::vector<std::string> paths{dir.write("g.fa", ">c\nAACCCGGGTT\n").string()};
  input::InputOptions input;
  input.bed = dir.write("x.bed", "c\t0\t4\tone\t0\t-\nc\t2\t6\ttwo\t0\t+\n").string();
  CHECK(sample_records(paths, input, 9, 1, kNoWarning) == std::vector<std::string>{"GGTT", "CCCG"});
}

TEST_CASE("a sample refuses whole chromosomes") {
  const test::TempDir dir;
  const auto path = dir.write("c.fa", ">chr1\n" + std::string((1 << 20) + 1, 'A') + "\n").string();
  CHECK_THROWS_WITH(sample_records({path}, {}, 3, 1, kNoWarning),
                    "record 'chr1': more than 1048576 bases; agreement takes the best window of each record: "
                    "give regions around promoters");
}
