#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/input/region_source.h"
#include "seqlens/scan/scan_records.h"

#include "scan_results.h"
#include "support/fake_scorer.h"
#include "support/memory_source.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::input;
using namespace seqlens::scan;
using namespace seqlens::test;

namespace {

constexpr std::int64_t kWindow = 60;
constexpr std::int64_t kFlank = 34;
const FakeScorer kScorer(kWindow, 4, kFlank);

ScanOptions scan_options(bool per_strand) {
  ScanOptions options;
  options.tss_index = 49;
  options.windows.stride_bases = 12;
  options.calls.radius_bases = 200;
  options.calls.per_strand = per_strand;
  return options;
}

RegionReach reach_of(const ScanOptions& options) {
  return {kWindow, options.tss_index, options.windows.stride_bases, options.calls.radius_bases, kFlank};
}

/// Two contigs of random letters in lines of 50.
struct TwoContigs {
  explicit TwoContigs(Random& random) {
    for (const std::size_t size : {20000U, 7001U}) {
      std::string bases(size, 'A');
      for (char& base : bases) base = "ACGT"[random.below(4)];
      contigs.push_back(bases);
    }
    std::string text;
    for (std::size_t i = 0; i < contigs.size(); ++i) {
      text += '>';
      text += static_cast<char>('a' + i);
      for (std::size_t at = 0; at < contigs[i].size(); at += 50) text += '\n' + contigs[i].substr(at, 50);
      text += '\n';
    }
    genome = std::make_unique<seqio::Genome>(dir.write("two.fa", text).string());
  }

  TempDir dir;
  std::vector<std::string> contigs;
  std::unique_ptr<seqio::Genome> genome;
};

NamedResults whole_scan(const TwoContigs& two, const ScanOptions& options) {
  MemorySource source({{"a", two.contigs[0]}, {"b", two.contigs[1]}});
  NamedResultSink sink;
  scan_records(source, kScorer, options, sink);
  return sink.results;
}

NamedResults region_scan(const TwoContigs& two, const std::vector<seqio::Region>& regions,
                         const ScanOptions& options, const Shard& shard) {
  RegionSource source(*two.genome, plan_regions(regions, two.genome->contigs(), reach_of(options), shard),
                      kFlank);
  NamedResultSink sink;
  scan_records(source, kScorer, options, sink);
  return sink.results;
}

std::vector<seqio::Region> random_regions(Random& random) {
  std::vector<seqio::Region> regions;
  for (std::uint64_t i = 0, count = 1 + random.below(6); i < count; ++i) {
    const bool first = random.below(3) > 0;
    const auto size = static_cast<std::int64_t>(first ? 20000 : 7001);
    const auto begin = static_cast<std::int64_t>(random.below(size));
    const auto length = static_cast<std::int64_t>(1 + random.below(3000));
    regions.push_back({first ? "a" : "b", {begin, std::min(size, begin + length)}});
  }
  return regions;
}

/// The part of the whole scan whose TSS lies in a region.
NamedResults inside(const NamedResults& whole, const std::vector<seqio::Region>& regions,
                    const WindowShape& shape) {
  const auto selected = [&](const std::string& contig, std::int64_t tss) {
    return std::any_of(regions.begin(), regions.end(), [&](const auto& region) {
      return region.contig == contig && region.interval.contains(tss);
    });
  };
  NamedResults result;
  for (const auto& [contig, call] : whole.calls) {
    if (selected(contig, call.tss)) result.calls.emplace_back(contig, call);
  }
  for (const auto& [contig, window] : whole.windows) {
    if (selected(contig, shape.tss(window))) result.windows.emplace_back(contig, window);
  }
  return result;
}

}  // namespace

TEST_CASE("regions give exactly their part of the whole scan") {
  const std::uint64_t seed = 77;
  INFO("seed " << seed);
  Random random(seed);
  const TwoContigs two(random);
  std::size_t seen = 0;
  for (int round = 0; round < 60; ++round) {
    const ScanOptions options = scan_options(round % 2 == 0);
    const auto regions = random_regions(random);
    const NamedResults expected = inside(whole_scan(two, options), regions, {kWindow, options.tss_index});
    REQUIRE(region_scan(two, regions, options, {}) == expected);
    seen += expected.calls.size();
  }
  CHECK(seen > 300);
}

TEST_CASE("shards one after the other are the whole") {
  Random random(78);
  const TwoContigs two(random);
  for (const std::int64_t count : {1, 2, 3, 7, 40}) {
    for (const bool per_strand : {false, true}) {
      const ScanOptions options = scan_options(per_strand);
      const auto regions = count % 2 == 0 ? random_regions(random) : whole_contigs(two.genome->contigs());
      NamedResults joined;
      for (std::int64_t i = 1; i <= count; ++i) {
        const NamedResults part = region_scan(two, regions, options, {i, count});
        joined.calls.insert(joined.calls.end(), part.calls.begin(), part.calls.end());
        joined.windows.insert(joined.windows.end(), part.windows.begin(), part.windows.end());
      }
      REQUIRE(joined == region_scan(two, regions, options, {}));
      CHECK_FALSE(joined.windows.empty());
    }
  }
}
