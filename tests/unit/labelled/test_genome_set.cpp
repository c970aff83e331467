#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/labelled/genome_parts.h"
#include "seqlens/labelled/genome_set.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::labelled;
using seqio::Region;

TEST_CASE("files are one genome, and a contig is in one of them") {
  const test::TempDir dir;
  const std::string one = dir.write("1.fa", ">X\nAACC\n").string(),
                    two = dir.write("2.fa", ">Y\nGGTTA\n").string();
  const GenomeSet genome({one, two});
  CHECK(genome.everything() == std::vector<Region>{{"X", {0, 4}}, {"Y", {0, 5}}});
  CHECK(genome.fetch({"Y", {1, 4}}) == "GTT");
  CHECK(genome.regions({"Y:2-3,X", dir.write("x.bed", "X\t1\t2\n").string()}) ==
        std::vector<Region>{{"X", {1, 2}}, {"Y", {1, 3}}, {"X", {0, 4}}});
  CHECK_THROWS_WITH(GenomeSet({one, one}), Catch::Contains("contig 'X' is in another --genome file too"));
  CHECK_THROWS_AS(genome.regions({"Z:1-2"}), InputError);
}

TEST_CASE("lying inside and touching") {
  const std::vector<Region> regions{{"X", {10, 20}}, {"Y", {0, 5}}};
  CHECK(lies_inside({"X", {10, 20}}, regions));
  CHECK_FALSE(lies_inside({"X", {9, 12}}, regions));
  CHECK_FALSE(lies_inside({"Z", {11, 12}}, regions));
  CHECK(touches({"X", {9, 11}}, regions));
  CHECK_FALSE(touches({"X", {0, 10}}, regions));
  CHECK_FALSE(touches({"X", {20, 30}}, regions));
  CHECK_FALSE(touches({"Y", {10, 20}}, regions));
}

TEST_CASE("parts less what is excluded are what a bitmap says") {
  const test::TempDir dir;
  const GenomeSet genome({dir.write("g.fa", ">X\n" + std::string(60, 'A') + "\n").string()});
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    std::vector<Region> wanted, excluded;
    std::vector<bool> expected(60, false);
    const auto any = [&] {
      const auto begin = static_cast<std::int64_t>(random.below(60));
      return Interval{
          begin, begin + 1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(60 - begin)))};
    };
    for (int i = 0; i < 2; ++i) wanted.push_back({"X", any()});
    for (int i = 0; i < 3; ++i) excluded.push_back({i == 2 ? "Y" : "X", any()});
    for (const auto& region : wanted)
      for (auto b = region.interval.begin; b < region.interval.end; ++b)
        expected[static_cast<std::size_t>(b)] = true;
    for (const auto& region : excluded)
      for (auto b = region.interval.begin; b < region.interval.end; ++b)
        if (region.contig == "X") expected[static_cast<std::size_t>(b)] = false;
    const auto contigs = genome.load(wanted, excluded);
    REQUIRE(contigs.size() == 1);
    std::vector<bool> kept(60, false);
    for (const Interval& part : contigs[0].regions) {
      CHECK_FALSE(part.empty());
      for (auto b = part.begin; b < part.end; ++b) kept[static_cast<std::size_t>(b)] = true;
    }
    CHECK(kept == expected);
    auto later = genome.load(wanted, {});
    exclude(later, excluded);
    CHECK(later[0].regions == contigs[0].regions);
  }
}

TEST_CASE("dev regions are no part of training") {
  const test::TempDir dir;
  const GenomeSet genome({dir.write("g.fa", ">X\n" + std::string(60, 'A') + "\n>Y\nCCCC\n").string()});
  const GenomeParts parts = read_parts({{}, {"X:11-20"}, {"X:41-50"}}, genome);
  CHECK(parts.train_regions.size() == 2);
  REQUIRE(parts.training.size() == 2);
  CHECK(parts.training[0].regions == std::vector<Interval>{{0, 10}, {20, 40}, {50, 60}});
  CHECK(parts.training[1].regions == std::vector<Interval>{{0, 4}});
  REQUIRE(parts.dev.size() == 1);
  CHECK(parts.dev[0].regions == std::vector<Interval>{{10, 20}});
  CHECK(parts.dev[0].bases.size() == 60);
}

TEST_CASE("TSS of contigs that the genome lacks are passed over") {
  const test::TempDir dir;
  const GenomeSet genome({dir.write("g.fa", ">X\nAACCGG\n").string()});
  const auto sites = read_tss({dir.write("t.bed", "X\t2\t5\ta\t0\t-\nZ\t0\t1\tb\t0\t+\n").string()}, genome);
  REQUIRE(sites.size() == 1);
  CHECK(sites[0].position == 4);
  CHECK_THROWS_WITH(read_tss({dir.write("n.bed", "X\t2\t5\n").string()}, genome),
                    Catch::EndsWith("n.bed:1: no strand (column 6); a TSS needs + or -"));
}
