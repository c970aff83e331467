#include <exception>
#include <filesystem>
#include <limits>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tracks/bigwig_writer.h"

#include "support/fifo.h"
#include "support/file_size_limit.h"
#include "support/read_bigwig.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::tracks;

namespace {

const std::vector<seqio::Contig> kContigs{{"chrB", 1000}, {"chrA", 200}, {"empty", 5}};

struct Place {
  test::TempDir dir;
  std::string path = (dir.path() / "x.bw").string();
};

// What() with the folder's path cut out.
template <class Work>
std::string error_of(const Place& place, Work work) {
  try {
    work();
  } catch (const Error& error) {
    std::string text = error.what();
    const std::string folder = place.dir.path().string() + "/";
    const auto at = text.find(folder);
    return at == std::string::npos ? text : text.erase(at, folder.size());
  }
  return "no error";
}

std::string error_of_writing(const std::vector<IntervalValue>& values) {
  const Place place;
  return error_of(place, [&] { BigWigWriter(place.path, kContigs).write("chrA", values); });
}

}  // namespace

TEST_CASE("a bigWig reads back with its contigs and its summary") {
  const Place place;
  const std::vector<IntervalValue> b{{{3, 5}, -3}, {{8, 9}, -4}, {{20, 30}, -5.5F}};
  const std::vector<IntervalValue> a{{{0, 200}, -0.25F}};
  BigWigWriter writer(place.path, kContigs);
  writer.write("chrB", b);
  writer.write("chrA", a);
  CHECK_FALSE(std::filesystem::exists(place.path));
  writer.commit();
  const test::ReadBigWig file(place.path);
  REQUIRE(file.contigs().nKeys == 3);
  CHECK(std::string(file.contigs().chrom[1]) == "chrA");
  CHECK(file.contigs().len[1] == 200);
  CHECK(file.overlapping("chrB", 0, 1000) == b);
  CHECK(file.overlapping("chrB", 5, 21) == std::vector<IntervalValue>{b[1], b[2]});
  CHECK(file.overlapping("chrA", 0, 200) == a);
  CHECK(file.overlapping("empty", 0, 5).empty());
  CHECK(file.header().minVal == -5.5);
  CHECK(file.header().maxVal == -0.25);
  CHECK(file.header().nBasesCovered == 213);
}

TEST_CASE("a bigWig without values is a bigWig") {
  const Place place;
  BigWigWriter(place.path, kContigs).commit();
  const test::ReadBigWig file(place.path);
  CHECK(file.contigs().nKeys == 3);
  CHECK(file.header().maxVal == 0);
  CHECK(file.overlapping("chrB", 0, 1000).empty());
}

TEST_CASE("a bigWig that is not committed leaves no file") {
  const Place place;
  { BigWigWriter(place.path, kContigs).write("chrA", std::vector<IntervalValue>{{{0, 4}, 1}}); }
  CHECK(std::filesystem::is_empty(place.dir.path()));
}

TEST_CASE("ranges that a bigWig cannot hold") {
  CHECK(error_of_writing({{{5, 5}, 1}}) == "cannot write 'x.bw': chrA:6-5 is empty");
  CHECK(error_of_writing({{{5, 9}, 1}, {{8, 12}, 1}}) ==
        "cannot write 'x.bw': chrA:9-12 follows a range that ends at 9; ranges must be sorted and apart");
  CHECK(error_of_writing({{{5, 9}, 1}, {{0, 4}, 1}}) ==
        "cannot write 'x.bw': chrA:1-4 follows a range that ends at 9; ranges must be sorted and apart");
  CHECK(error_of_writing({{{-1, 4}, 1}}) ==
        "cannot write 'x.bw': chrA:0-4 follows a range that ends at 0; ranges must be sorted and apart");
  CHECK(error_of_writing({{{199, 201}, 1}}) ==
        "cannot write 'x.bw': chrA:200-201 leaves its contig of 200 bases");
  CHECK(error_of_writing({{{0, 4}, std::numeric_limits<float>::quiet_NaN()}}) ==
        "cannot write 'x.bw': chrA:1-4 has the value nan; leave out bases without value");
}

TEST_CASE("contigs that a bigWig cannot hold") {
  const Place place;
  const std::vector<IntervalValue> value{{{0, 4}, 1}};
  const auto error = [&](const std::vector<seqio::Contig>& contigs) {
    return error_of(place, [&] { BigWigWriter writer(place.path, contigs); });
  };
  CHECK(error({}) == "cannot write 'x.bw': 0 contigs; a bigWig takes 1 to 65535");
  CHECK(error({{"a", 1}, {"b", 1}, {"a", 2}}) == "cannot write 'x.bw': contig 'a' is there twice");
  CHECK(error({{"a", 0}}) == "cannot write 'x.bw': contig 'a' has 0 bases; a bigWig takes 1 to 4294967295");
  CHECK(error({{"a", 4294967296}}) ==
        "cannot write 'x.bw': contig 'a' has 4294967296 bases; a bigWig takes 1 to 4294967295");
  CHECK(error_of(place, [&] { BigWigWriter(place.path, kContigs).write("chrX", value); }) ==
        "cannot write 'x.bw': contig 'chrX' was not announced");
  CHECK(error_of(place, [&] {
          BigWigWriter writer(place.path, kContigs);
          writer.write("chrA", value);
          writer.write("chrB", value);
        }) == "cannot write 'x.bw': contig 'chrB' comes after 'chrA'; a bigWig keeps their order");
  CHECK(std::filesystem::is_empty(place.dir.path()));
}

TEST_CASE("a bigWig needs a file that can be written") {
  const Place place;
  CHECK_THROWS_WITH(BigWigWriter("-", kContigs),
                    "a bigWig cannot go to standard output; give it a file name");
  CHECK_THROWS_AS(BigWigWriter("-", kContigs), UsageError);
  CHECK(error_of(place, [&] { BigWigWriter writer(place.dir.path() / "no" / "x.bw", kContigs); }) ==
        "cannot create 'no/x.bw': No such file or directory");
}

TEST_CASE("a bigWig needs a regular file") {
  const Place place;
  const test::Fifo fifo(place.path);
  CHECK(error_of(place, [&] { BigWigWriter writer(place.path, kContigs); }) ==
        "cannot write 'x.bw': needs a regular file, since it is not written from start to end");
}

TEST_CASE("a bigWig on a full disk is an error, wherever in the file that is") {
  const auto write = [](const Place& place) {
    BigWigWriter writer(place.path, kContigs);
    std::vector<IntervalValue> values;
    for (std::int64_t i = 0; i < 40; ++i) values.push_back({{i, i + 1}, static_cast<float>(i * i % 7)});
    writer.write("chrA", values);
    writer.commit();
  };
  const Place whole;
  write(whole);
  const auto size = std::filesystem::file_size(whole.path);
  for (std::uintmax_t limit = 0; limit < size; limit += limit + 16 < size ? 16 : 1) {
    const Place place;
    const test::FileSizeLimit limited(limit);
    INFO(limit << " of " << size << " bytes");
    CHECK(error_of(place, [&] { write(place); }) == "cannot write 'x.bw': File too large");
    CHECK(std::filesystem::is_empty(place.dir.path()));
  }
  const Place place;
  const test::FileSizeLimit enough(size);
  write(place);
  CHECK(test::read_file(place.path) == test::read_file(whole.path));
}

TEST_CASE("bigWigs hold no descriptor, and say so when they get none") {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit few{40, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &few);
  const Place place;
  {
    std::vector<BigWigWriter> writers;
    for (int i = 0; i < 100; ++i) writers.emplace_back(place.path + std::to_string(i), kContigs);
    for (BigWigWriter& writer : writers) writer.write("chrA", std::vector<IntervalValue>{{{0, 4}, 1}});
    for (BigWigWriter& writer : writers) writer.commit();
  }
  std::vector<int> all;
  for (int taken = ::dup(0); taken >= 0; taken = ::dup(0)) all.push_back(taken);
  std::exception_ptr
      failure;  // looked at when there are descriptors again: the sanitizer takes some for that
  try {
    const BigWigWriter writer(place.path, kContigs);
  } catch (...) {
    failure = std::current_exception();
  }
  for (const int taken : all) ::close(taken);
  ::setrlimit(RLIMIT_NOFILE, &before);
  REQUIRE(failure);
  CHECK(error_of(place, [&] { std::rethrow_exception(failure); }) ==
        "cannot create 'x.bw': Too many open files");
}
