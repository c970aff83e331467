#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/random.h"
#include "seqlens/input/region_source.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/scan/position_scores.h"
#include "seqlens/scan/scan_records.h"

#include "brute_force_calls.h"
#include "scan_results.h"
#include "support/fake_position_scorer.h"
#include "support/memory_source.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::scan;
using namespace seqlens::test;

namespace {

using Contigs = std::vector<std::pair<std::string, std::string>>;

const WindowShape kDrawn{60, 49};
const FakePositionScorer kScorer({192, 128, 4});
/// Drawn windows that reach further than the margin and the radius.
const FakePositionScorer kNarrowScorer({68, 64, 2});

std::string random_bases(std::size_t count, Random& random) {
  std::string bases(count, 'A');
  for (char& base : bases)
    base = "ACGTacgtACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTN"[random.below(65)];
  for (int i = 0; i < 3 && count > 900; ++i) {
    const std::size_t at = random.below(count - 600);
    std::fill_n(bases.begin() + static_cast<std::ptrdiff_t>(at), 1 + random.below(600), 'N');
  }
  return bases;
}

Contigs random_contigs(const std::vector<std::size_t>& sizes, Random& random) {
  Contigs contigs;
  for (const std::size_t size : sizes)
    contigs.emplace_back(std::string(1, static_cast<char>('a' + contigs.size())), random_bases(size, random));
  return contigs;
}

ScanOptions random_options(Random& random) {
  ScanOptions options;
  options.tss_index = kDrawn.tss_index;
  options.drawn_bases = kDrawn.window_bases;
  options.calls.radius_bases = static_cast<std::int64_t>(random.below(300));
  options.calls.min_logit = static_cast<double>(random.below(8));
  options.calls.per_strand = random.below(2) == 0;
  options.windows.skip_n = random.below(2) == 0;
  return options;
}

/// The definition, bin by bin: the window around the kept part that holds it, N outside of the record.
std::vector<WindowScore> expected_scores(std::string_view bases, const FakePositionScorer& scorer,
                                         const WindowOptions& options) {
  const PositionGrid& grid = scorer.grid();
  const auto size = static_cast<std::int64_t>(bases.size());
  std::vector<WindowScore> scores;
  for (std::int64_t start = 0; start < size; start += grid.bin_bases) {
    const std::string_view own = bases.substr(start, grid.bin_bases);
    const bool has_n = std::any_of(own.begin(), own.end(), [](char c) { return canonical_base(c) == 'N'; });
    if (options.skip_n && has_n) continue;
    const std::int64_t kept = start / grid.kept_bases * grid.kept_bases;
    std::string window;
    for (std::int64_t at = kept - grid.margin(); at < kept - grid.margin() + grid.window_bases; ++at)
      window += at < 0 || at >= size ? 'N' : bases[static_cast<std::size_t>(at)];
    const auto bin = static_cast<std::size_t>((start - kept) / grid.bin_bases);
    scores.push_back({start, Strand::forward, FakePositionScorer::logit(window, bin, false)});
    scores.push_back({start, Strand::reverse, FakePositionScorer::logit(window, bin, true)});
  }
  return scores;
}

std::vector<Call> expected_calls(const std::vector<WindowScore>& scores, std::int64_t size,
                                 const PositionGrid& grid, const CallOptions& options) {
  const ScanShapes shapes{bin_shape(grid), kDrawn};
  std::vector<std::pair<std::int64_t, Call>> calls;
  for (const WindowScore& score : brute_force_calls(scores, options)) {
    const Call call = shapes.call(score, size);
    calls.emplace_back(shapes.drawn_start(call.tss, call.strand), call);
  }
  std::stable_sort(calls.begin(), calls.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.strand < b.second.strand;
  });
  std::vector<Call> sorted;
  for (const auto& [start, call] : calls) sorted.push_back(call);
  return sorted;
}

NamedResults expected_results(const Contigs& contigs, const FakePositionScorer& scorer,
                              const ScanOptions& options) {
  NamedResults results;
  for (const auto& [name, bases] : contigs) {
    const auto scores = expected_scores(bases, scorer, options.windows);
    for (const auto& score : scores) results.windows.emplace_back(name, score);
    const auto size = static_cast<std::int64_t>(bases.size());
    for (const auto& call : expected_calls(scores, size, scorer.grid(), options.calls))
      results.calls.emplace_back(name, call);
  }
  return results;
}

NamedResults whole_scan(const Contigs& contigs, const FakePositionScorer& scorer, const ScanOptions& options,
                        ScanCounts* counts = nullptr) {
  std::vector<MemorySource::NamedBases> records(contigs.begin(), contigs.end());
  MemorySource source(std::move(records));
  NamedResultSink sink;
  const ScanCounts counted = scan_records(source, scorer, options, sink);
  if (counts) *counts = counted;
  return sink.results;
}

std::unique_ptr<seqio::Genome> genome_of(const Contigs& contigs, TempDir& dir) {
  std::string text;
  for (const auto& [name, bases] : contigs) {
    text += '>' + name;
    for (std::size_t at = 0; at < bases.size(); at += 50) text += '\n' + bases.substr(at, 50);
    text += '\n';
  }
  return std::make_unique<seqio::Genome>(dir.write("genome.fa", text).string());
}

NamedResults region_scan(const seqio::Genome& genome, const std::vector<seqio::Region>& regions,
                         const FakePositionScorer& scorer, const ScanOptions& options,
                         const input::Shard& shard) {
  const auto reach = position_reach(scorer.grid(), kDrawn, options.calls.radius_bases);
  input::RegionSource source(genome, plan_regions(regions, genome.contigs(), reach, shard),
                             reach.flank_bases);
  NamedResultSink sink;
  scan_records(source, scorer, options, sink);
  return sink.results;
}

std::vector<seqio::Region> random_regions(const Contigs& contigs, Random& random) {
  std::vector<seqio::Region> regions;
  for (std::uint64_t i = 0, count = 1 + random.below(6); i < count; ++i) {
    const auto& [name, bases] = contigs[random.below(contigs.size())];
    const auto begin = static_cast<std::int64_t>(random.below(bases.size()));
    const auto length = static_cast<std::int64_t>(1 + random.below(1500));
    regions.push_back({name, {begin, std::min(static_cast<std::int64_t>(bases.size()), begin + length)}});
  }
  return regions;
}

std::int64_t length_of(const Contigs& contigs, const std::string& name) {
  const auto found =
      std::find_if(contigs.begin(), contigs.end(), [&](const auto& contig) { return contig.first == name; });
  return static_cast<std::int64_t>(found->second.size());
}

/// The part of the whole scan whose TSS lies in a region.
NamedResults inside(const NamedResults& whole, const std::vector<seqio::Region>& regions,
                    const PositionGrid& grid, const Contigs& contigs) {
  const auto selected = [&](const std::string& contig, std::int64_t tss) {
    return std::any_of(regions.begin(), regions.end(), [&](const auto& region) {
      return region.contig == contig && region.interval.contains(tss);
    });
  };
  const ScanShapes shapes{bin_shape(grid), kDrawn};
  NamedResults result;
  for (const auto& [contig, call] : whole.calls)
    if (selected(contig, call.tss)) result.calls.emplace_back(contig, call);
  for (const auto& [contig, score] : whole.windows)
    if (selected(contig, shapes.tss(score, length_of(contigs, contig))))
      result.windows.emplace_back(contig, score);
  return result;
}

}  // namespace

TEST_CASE("a scan of positions gives each bin the logit of its window however the work is cut") {
  const std::uint64_t seed = 41;
  INFO("seed " << seed);
  Random random(seed);
  std::size_t calls = 0;
  for (int round = 0; round < 8; ++round) {
    const auto contigs = random_contigs({0, 1, 3, 127, 128, 129, 5000, 40001}, random);
    const FakePositionScorer& scorer = round % 2 == 0 ? kScorer : kNarrowScorer;
    ScanOptions options = random_options(random);
    const NamedResults expected = expected_results(contigs, scorer, options);
    calls += expected.calls.size();
    for (const int threads : {1, 2, 5}) {
      for (const std::int64_t batch : {1, 30000, 1000000}) {
        const parallel::ThreadBudget budget(threads);
        options.batch_bases = batch;
        ScanCounts counts;
        REQUIRE(whole_scan(contigs, scorer, options, &counts) == expected);
        CHECK(counts.records == 8);
        CHECK(counts.bases == 45389);
        CHECK(counts.short_records == 1);
        CHECK(counts.windows.encoded == expected.windows.size());
        CHECK((counts.windows.skipped_n > 0) == options.windows.skip_n);
        CHECK(counts.calls == expected.calls.size());
      }
    }
  }
  CHECK(calls > 500);
}

TEST_CASE("regions of positions are exactly their part of the whole scan") {
  const std::uint64_t seed = 42;
  INFO("seed " << seed);
  Random random(seed);
  std::size_t seen = 0;
  for (int round = 0; round < 60; ++round) {
    const auto contigs = random_contigs({9001, 3003, 37}, random);
    TempDir dir;
    const auto genome = genome_of(contigs, dir);
    const FakePositionScorer& scorer = round % 2 == 0 ? kScorer : kNarrowScorer;
    const ScanOptions options = random_options(random);
    const auto regions = random_regions(contigs, random);
    const auto expected = inside(whole_scan(contigs, scorer, options), regions, scorer.grid(), contigs);
    REQUIRE(region_scan(*genome, regions, scorer, options, {}) == expected);
    seen += expected.calls.size();
  }
  CHECK(seen > 300);
}

TEST_CASE("shards of positions one after the other are the whole") {
  Random random(43);
  const auto contigs = random_contigs({9001, 3003, 37}, random);
  TempDir dir;
  const auto genome = genome_of(contigs, dir);
  const auto sorted_by_strand = [](NamedResults results) {
    // Bins come by place, and a shard takes them by the start of their window: each strand by itself is in
    // order.
    std::stable_sort(results.windows.begin(), results.windows.end(),
                     [](const auto& a, const auto& b) { return a.second.strand < b.second.strand; });
    return results;
  };
  for (const std::int64_t count : {1, 2, 3, 7, 40}) {
    for (const FakePositionScorer* scorer : {&kScorer, &kNarrowScorer}) {
      const ScanOptions options = random_options(random);
      const auto regions =
          count % 2 == 0 ? random_regions(contigs, random) : input::whole_contigs(genome->contigs());
      NamedResults joined;
      for (std::int64_t i = 1; i <= count; ++i) {
        const NamedResults part = region_scan(*genome, regions, *scorer, options, {i, count});
        joined.calls.insert(joined.calls.end(), part.calls.begin(), part.calls.end());
        joined.windows.insert(joined.windows.end(), part.windows.begin(), part.windows.end());
      }
      const NamedResults whole = region_scan(*genome, regions, *scorer, options, {});
      REQUIRE(joined.calls == whole.calls);
      REQUIRE(sorted_by_strand(joined).windows == sorted_by_strand(whole).windows);
      CHECK_FALSE(joined.windows.empty());
    }
  }
}

TEST_CASE("a record of positions that stands alone is its scan") {
  Random random(44);
  const std::string bases = random_bases(1234, random);
  const WindowOptions options;
  CHECK(score_record_positions(kScorer, options, bases).windows == expected_scores(bases, kScorer, options));
  WindowOptions reverse;
  reverse.forward = false;
  for (const auto& score : score_record_positions(kScorer, reverse, bases).windows)
    REQUIRE(score.strand == Strand::reverse);
}

TEST_CASE("windows of calls end with the record") {
  const ScanShapes shapes{bin_shape(kScorer.grid()), kDrawn};
  CHECK(shapes.call({0, Strand::forward, 1}, 1000) == Call{{0, 13}, Strand::forward, 2, 1});
  CHECK(shapes.call({0, Strand::reverse, 1}, 1000) == Call{{0, 51}, Strand::reverse, 1, 1});
  CHECK(shapes.call({996, Strand::forward, 1}, 997) == Call{{947, 997}, Strand::forward, 996, 1});
}
