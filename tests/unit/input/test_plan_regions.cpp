#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/input/region_source.h"

using namespace seqlens;
using namespace seqlens::input;

namespace {

const seqio::ContigTable kContigs("g.fa", {{"a", 100000}, {"b", 5000}});
const RegionReach kReach{300, 249, 48, 500};

std::vector<RegionStretch> plan(const std::vector<seqio::Region>& regions, const Shard& shard = {}) {
  return plan_regions(regions, kContigs, kReach, shard);
}

}  // namespace

TEST_CASE("a region is scanned with what decides its calls") {
  const auto stretches = plan({{"a", {10000, 11000}}});
  REQUIRE(stretches.size() == 1);
  CHECK(stretches[0].contig == "a");
  // Windows start from 10000 - 249 (TSS at 10000 on '+') to 10999 - 50 ('-'), and 500 to each side.
  CHECK(stretches[0].bases == Interval{(10000 - 249 - 500) / 48 * 48, 10999 - 50 + 500 + 300});
  REQUIRE(stretches[0].parts.size() == 1);
  CHECK(stretches[0].parts[0].tss == Interval{10000, 11000});
}

TEST_CASE("regions come sorted and joined where they touch or their neighbourhoods do") {
  const auto stretches = plan({{"b", {0, 10}},
                               {"a", {50000, 50010}},
                               {"a", {20000, 20100}},
                               {"a", {20050, 20200}},
                               {"a", {21000, 21100}}});
  REQUIRE(stretches.size() == 3);
  CHECK(stretches[0].contig == "a");
  REQUIRE(stretches[0].parts.size() == 2);
  CHECK(stretches[0].parts[0].tss == Interval{20000, 20200});
  CHECK(stretches[0].parts[1].tss == Interval{21000, 21100});
  CHECK(stretches[1].parts[0].tss == Interval{50000, 50010});
  CHECK(stretches[2].contig == "b");
  CHECK(stretches[2].bases.begin == 0);
}

TEST_CASE("a stretch ends with its contig") {
  const auto stretches = plan({{"b", {4900, 5000}}});
  REQUIRE(stretches.size() == 1);
  CHECK(stretches[0].bases.end == 5000);
}

TEST_CASE("shards cut the starts and not the TSS") {
  const auto first = plan(whole_contigs(kContigs), {1, 3});
  const auto second = plan(whole_contigs(kContigs), {2, 3});
  const auto third = plan(whole_contigs(kContigs), {3, 3});
  REQUIRE(first.size() == 1);
  REQUIRE(second.size() == 1);
  REQUIRE(third.size() == 2);
  CHECK(first[0].parts[0].starts.end == 35000);
  CHECK(second[0].parts[0].starts == Interval{35000, 70000});
  CHECK(third[0].parts[0].starts.begin == 70000);
  CHECK(second[0].parts[0].tss == Interval{0, 100000});
  CHECK(second[0].bases == Interval{34500 / 48 * 48, 69999 + 500 + 300});
}

TEST_CASE("every item falls to one shard") {
  for (const std::int64_t total : std::vector<std::int64_t>{0, 1, 2, 7, 100, 3'000'000'000}) {
    for (const std::int64_t count : {1, 2, 3, 8, 9999}) {
      std::int64_t next = 0;
      for (std::int64_t i = 1; i <= count; ++i) {
        const Interval part = Shard{i, count}.part(total);
        REQUIRE(part.begin == next);
        next = part.end;
      }
      CHECK(next == total);
    }
  }
}

TEST_CASE("records fall to the shard of their first base") {
  const std::vector<NamedRegion> records{
      {"x", {"a", {0, 60}}}, {"empty", {"a", {5, 5}}}, {"y", {"a", {60, 100}}}, {"last", {"a", {9, 9}}}};
  const auto names = [&](const Shard& shard) {
    std::string text;
    for (const auto& record : records_of_shard(records, shard)) text += record.name + ' ';
    return text;
  };
  CHECK(names({1, 2}) == "x ");
  CHECK(names({2, 2}) == "empty y last ");
}

TEST_CASE("a region of an unknown contig is an error") {
  CHECK_THROWS_WITH(plan({{"c", {0, 10}}}), Catch::Contains("contig 'c' is not in g.fa"));
}
