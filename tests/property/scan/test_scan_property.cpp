#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/scan/scan_records.h"

#include "brute_force_calls.h"
#include "support/fake_scorer.h"
#include "support/memory_source.h"

using namespace seqlens;
using namespace seqlens::input;
using namespace seqlens::scan;
using seqlens::test::FakeScorer;
using seqlens::test::MemorySource;

namespace {

constexpr std::int64_t kWindow = 60;
constexpr std::int64_t kTssIndex = 49;
constexpr std::int64_t kFlank = 26;
const FakeScorer kScorer(kWindow, 4);
const FakeScorer kFlankedScorer(kWindow, 4, kFlank);

/// Gives bases in pieces of random length.
class StutteringSource final : public BaseSource {
 public:
  StutteringSource(std::vector<MemorySource::NamedBases> records, std::uint64_t seed)
      : source_(std::move(records)), random_(seed) {}
  [[nodiscard]] bool begin_record(SourceRecord& record) override { return source_.begin_record(record); }
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override {
    return source_.read_bases(out.first(1 + random_.below(out.size())));
  }

 private:
  MemorySource source_;
  Random random_;
};

struct RecordResult {
  std::string name;
  std::int64_t bases = 0;
  std::vector<WindowScore> windows;
  std::vector<Call> calls;
  bool operator==(const RecordResult&) const = default;
};

class ResultSink final : public ScanSink {
 public:
  std::vector<RecordResult> records;

  void on_windows(const SourceRecord& record, std::span<const WindowScore> windows) override {
    auto& all = of(record).windows;
    all.insert(all.end(), windows.begin(), windows.end());
  }
  void on_calls(const SourceRecord& record, std::span<const Call> calls) override {
    auto& all = of(record).calls;
    all.insert(all.end(), calls.begin(), calls.end());
  }
  void on_record_end(const SourceRecord& record, std::int64_t bases) override { of(record).bases = bases; }

 private:
  RecordResult& of(const SourceRecord& record) {
    if (records.size() == record.number) records.push_back({record.name, 0, {}, {}});
    return records.at(record.number);
  }
};

std::string random_bases(std::size_t count, Random& random) {
  std::string bases(count, 'A');
  for (char& base : bases)
    base = "ACGTacgtACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTN"[random.below(65)];
  for (int i = 0; i < 3 && count > 300; ++i) {
    const std::size_t at = random.below(count - 200);
    std::fill_n(bases.begin() + static_cast<std::ptrdiff_t>(at), 1 + random.below(200), 'N');
  }
  return bases;
}

/// What the scan of one record must give, window by window, each scored alone.
RecordResult expected_result(const MemorySource::NamedBases& record, const FakeScorer& scorer,
                             const ScanOptions& options) {
  const std::string_view bases = record.second;
  const std::string flanked = with_flanks(scorer, bases);
  RecordResult result{record.first, static_cast<std::int64_t>(bases.size()), {}, {}};
  for (std::int64_t at = 0; at + kWindow <= result.bases; at += options.windows.stride_bases) {
    const std::string_view own = bases.substr(at, kWindow);
    if (std::count_if(own.begin(), own.end(), [](char c) { return canonical_base(c) == 'N'; }) >
        kWindow / 10) {
      continue;
    }
    const std::string window = flanked.substr(at, scorer.seen_bases());
    const std::string other = reverse_complement(window);
    if (FakeScorer::passes(window))
      result.windows.push_back({at, Strand::forward, FakeScorer::logit(window)});
    if (FakeScorer::passes(other)) result.windows.push_back({at, Strand::reverse, FakeScorer::logit(other)});
  }
  for (const WindowScore& call : seqlens::test::brute_force_calls(result.windows, options.calls)) {
    result.calls.push_back(to_call(call, {kWindow, kTssIndex}));
  }
  return result;
}

ScanOptions options_for(Random& random) {
  ScanOptions options;
  options.tss_index = kTssIndex;
  options.windows.stride_bases = static_cast<std::int64_t>(4 * (1 + random.below(15)));
  options.calls.radius_bases = static_cast<std::int64_t>(random.below(700));
  options.calls.min_logit = static_cast<double>(random.below(8));
  options.calls.per_strand = random.below(2) == 0;
  return options;
}

}  // namespace

TEST_CASE("a scan gives each window the logit it has alone however the work is cut") {
  const std::uint64_t seed = 715;
  INFO("seed " << seed);
  Random random(seed);
  for (int round = 0; round < 6; ++round) {
    std::vector<std::string> bases;
    for (const std::size_t size : {0U, 17U, 59U, 60U, 61U, 5000U, 40000U})
      bases.push_back(random_bases(size, random));
    std::vector<MemorySource::NamedBases> records;
    for (std::size_t i = 0; i < bases.size(); ++i) records.emplace_back(std::to_string(i), bases[i]);
    ScanOptions options = options_for(random);
    const FakeScorer& scorer = round % 2 == 0 ? kScorer : kFlankedScorer;
    std::vector<RecordResult> expected;
    for (const auto& record : records) expected.push_back(expected_result(record, scorer, options));
    for (const int threads : {1, 2, 5}) {
      for (const std::int64_t batch : {1, 30000, 1000000}) {
        const parallel::ThreadBudget budget(threads);
        options.batch_bases = batch;
        StutteringSource source(records, random.next());
        ResultSink sink;
        const ScanCounts counts = scan_records(source, scorer, options, sink);
        REQUIRE(sink.records == expected);
        CHECK(counts.records == 7);
        CHECK(counts.bases == 45197);
        CHECK(counts.short_records == 3);
        CHECK(counts.short_bases == 76);
      }
    }
  }
}

TEST_CASE("a selection reports its part of the whole scan") {
  Random random(9);
  const std::string bases = random_bases(30000, random);
  const ScanOptions options = options_for(random);
  MemorySource whole({{"r", bases}});
  ResultSink all;
  scan_records(whole, kScorer, options, all);

  class Selecting final : public BaseSource {
   public:
    explicit Selecting(std::string_view text) : source_({{"r", text}}) {}
    [[nodiscard]] bool begin_record(SourceRecord& record) override {
      record.selection = Selection({{{1000, 9000}, {0, 8000}}, {{9000, 9001}}, {{20000, 25000}}});
      return source_.begin_record(record);
    }
    [[nodiscard]] std::size_t read_bases(std::span<char> out) override { return source_.read_bases(out); }

   private:
    MemorySource source_;
  } selecting(bases);
  ResultSink part;
  scan_records(selecting, kScorer, options, part);

  const auto wanted = [](std::int64_t start, std::int64_t tss) {
    return (tss >= 1000 && tss < 9000 && start < 8000) || tss == 9000 || (tss >= 20000 && tss < 25000);
  };
  std::vector<Call> calls;
  for (const Call& call : all.records[0].calls) {
    if (wanted(call.window.begin, call.tss)) calls.push_back(call);
  }
  CHECK(part.records[0].calls == calls);
  CHECK_FALSE(calls.empty());
  CHECK(calls.size() < all.records[0].calls.size());
}

TEST_CASE("a stride that the model cannot take is an error") {
  MemorySource source({});
  ResultSink sink;
  ScanOptions options;
  for (const std::int64_t stride : {0, 6, 64}) {
    options.windows.stride_bases = stride;
    CHECK_THROWS_WITH(
        scan_records(source, kScorer, options, sink),
        "a scan stride of " + std::to_string(stride) + " bases: the model takes multiples of 4 from 4 to 60");
  }
}
