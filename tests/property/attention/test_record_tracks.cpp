// The tracks of records that are read in pieces, against a loop over the windows of the whole record.
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/attention/pair_sink.h"
#include "seqlens/attention/record_tracks.h"
#include "seqlens/core/random.h"
#include "seqlens/parallel/thread_budget.h"

#include "hash_runner.h"
#include "support/memory_source.h"
#include "support/random_bases.h"

using namespace seqlens;
using namespace seqlens::attention;
using seqlens::test::HashRunner;

namespace {

constexpr std::size_t kHeads = 2;
constexpr std::size_t kTopPairs = 4;

ReductionPlan plan_of_two_heads() {
  return {.reduction = Reduction::received,
          .rollout = false,
          .heads = {{0, 0}, {1, 1}},
          .layers = 2,
          .heads_per_layer = 2,
          .norms = nullptr};
}

/// What came of one contig or record.
struct Heard {
  std::map<std::int64_t, std::pair<float, std::int32_t>> values[kHeads];  // by base: value, windows
  std::vector<WindowPair> pairs;
  int ends = 0;

  bool operator==(const Heard& other) const {
    const auto same = [](const WindowPair& a, const WindowPair& b) {
      return a.track == b.track && a.strand == b.strand && a.source == b.source && a.target == b.target &&
             a.attention == b.attention;
    };
    return values[0] == other.values[0] && values[1] == other.values[1] && ends == other.ends &&
           std::equal(pairs.begin(), pairs.end(), other.pairs.begin(), other.pairs.end(), same);
  }
};

using HeardByName = std::map<std::string, Heard>;

/// Checks the order of what it hears too.
class Listener final : public TrackOutput {
 public:
  explicit Listener(HeardByName& heard) : heard_(heard) {}

  void on_chunk(const TrackChunk& chunk) override {
    REQUIRE(chunk.bases.begin >= last_end_);
    last_end_ = chunk.bases.end;
    for (std::size_t track = 0; track < kHeads; ++track)
      for (const auto& [bases, value] : track_values(chunk, track, TrackNumber::value))
        for (std::int64_t b = bases.begin; b < bases.end; ++b) {
          REQUIRE(chunk.bases.contains(b));
          const std::int32_t windows = chunk.placement ? 0 : chunk.sums.windows(b);
          REQUIRE(
              heard_[std::string(chunk.chrom)].values[track].emplace(b, std::pair(value, windows)).second);
        }
  }
  void on_pairs(std::string_view chrom, std::span<const WindowPair> pairs,
                std::int64_t complete_to) override {
    for (const WindowPair& pair : pairs) REQUIRE(pair.source.begin >= complete_to_);
    complete_to_ = std::max(complete_to_, complete_to);
    auto& all = heard_[std::string(chrom)].pairs;
    all.insert(all.end(), pairs.begin(), pairs.end());
  }
  void on_record_end(std::string_view chrom) override {
    ++heard_[std::string(chrom)].ends;
    last_end_ = complete_to_ = std::numeric_limits<std::int64_t>::min();
  }
  void commit(seqlens::Publication&) override {}

 private:
  HeardByName& heard_;
  std::int64_t last_end_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t complete_to_ = std::numeric_limits<std::int64_t>::min();
};

struct Sizes {
  std::int64_t window = 0;
  std::int64_t stride = 0;
  std::int64_t flank = 0;
  std::int64_t piece = 0;
  std::int64_t batch = 1;
};

HeardByName run(input::BaseSource& source, const Sizes& sizes, TrackCounts* counts = nullptr) {
  const ReductionPlan plan = plan_of_two_heads();
  const HashRunner runner(
      plan, [&plan] { return std::make_unique<PairSink>(plan, kTopPairs); }, sizes.window, sizes.stride,
      sizes.flank);
  HeardByName heard;
  std::vector<std::unique_ptr<TrackOutput>> outputs;
  outputs.push_back(std::make_unique<Listener>(heard));
  // Scores need a null; pairs without one have a z of 0.
  std::vector<NullTable::Sample> samples(30);
  for (auto& sample : samples) sample = {0, 1, {0.25F, 0.75F}};
  const NullTable null(samples, kHeads);
  RecordTracks tracks(
      runner, plan,
      {.null = {&null, {}}, .with_pairs = true, .batch_bases = sizes.batch, .piece_bases = sizes.piece},
      outputs);
  tracks.run(source, [](std::uint64_t) {});
  if (counts) *counts = tracks.counts();
  return heard;
}

/// The same by definition: all windows of the record, each base's mean over those that cover it.
void check_by_definition(const Heard& heard, const std::string& bases, const Sizes& sizes) {
  const auto length = static_cast<std::int64_t>(bases.size());
  const std::string flank(static_cast<std::size_t>(sizes.flank), 'N');
  const std::string seen = flank + bases + flank;
  std::vector<Interval> windows;
  for (std::int64_t at = 0; at + sizes.window <= length; at += sizes.stride)
    windows.push_back({at, at + sizes.window});
  if (windows.empty() || windows.back().end < length)
    windows.push_back({windows.empty() ? 0 : windows.back().begin + sizes.stride, length});
  const ReductionPlan plan = plan_of_two_heads();
  for (std::size_t track = 0; track < kHeads; ++track) {
    std::vector<double> sums(bases.size());
    std::vector<std::int32_t> counts(bases.size());
    for (const Interval& window : windows) {
      for (const Strand strand : {Strand::forward, Strand::reverse}) {
        const std::string text = seen.substr(static_cast<std::size_t>(window.begin),
                                             static_cast<std::size_t>(window.length() + 2 * sizes.flank));
        const auto places = HashRunner::places(window, strand);
        const auto rows =
            HashRunner::attention(strand == Strand::reverse ? reverse_complement(text) : text, places.size(),
                                  plan.heads[track].layer, plan.heads[track].head);
        for (std::size_t j = 0; j < places.size(); ++j) {
          double received = 0;
          for (std::size_t i = 0; i < places.size(); ++i) received += rows[i * places.size() + j];
          received /= static_cast<double>(places.size());
          for (std::int64_t b = places[j].begin; b < places[j].end; ++b)
            sums[static_cast<std::size_t>(b)] += received / static_cast<double>(places[j].length());
        }
        for (std::int64_t b = window.begin; b < window.end; ++b) ++counts[static_cast<std::size_t>(b)];
      }
    }
    REQUIRE(heard.values[track].size() == bases.size());
    for (const auto& [base, found] : heard.values[track]) {
      const auto b = static_cast<std::size_t>(base);
      REQUIRE(found.second == counts[b]);
      REQUIRE(found.first == Approx(sums[b] / counts[b]).margin(1e-6));
    }
  }
}

/// Records with selections.
class SelectedSource final : public input::BaseSource {
 public:
  SelectedSource(std::string_view bases, std::int64_t begin, std::vector<input::SelectedPart> parts)
      : left_(bases.substr(static_cast<std::size_t>(begin))), begin_(begin), parts_(std::move(parts)) {}

  [[nodiscard]] bool begin_record(input::SourceRecord& record) override {
    if (std::exchange(done_, true)) return false;
    record.name = "r";
    record.begin = begin_;
    record.selection.emplace(parts_);
    return true;
  }
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override {
    const std::size_t count = left_.copy(out.data(), out.size());
    left_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view left_;
  std::int64_t begin_;
  std::vector<input::SelectedPart> parts_;
  bool done_ = false;
};

/// One read, aligned.
class ReadSource final : public input::BaseSource {
 public:
  ReadSource(std::string_view bases, seqio::Alignment alignment)
      : left_(bases), alignment_(std::move(alignment)) {}

  [[nodiscard]] bool begin_record(input::SourceRecord& record) override {
    if (std::exchange(done_, true)) return false;
    record.name = "read";
    record.alignment = alignment_;
    return true;
  }
  [[nodiscard]] std::size_t read_bases(std::span<char> out) override {
    const std::size_t count = left_.copy(out.data(), out.size());
    left_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view left_;
  seqio::Alignment alignment_;
  bool done_ = false;
};

}  // namespace

TEST_CASE("tracks of pieces of any size are those of the whole record") {
  const auto seed = GENERATE(range(1U, 9U));
  INFO("seed " << seed);
  Random random(seed);
  Sizes sizes;
  sizes.stride = 1 + static_cast<std::int64_t>(random.below(9));
  sizes.window = sizes.stride + static_cast<std::int64_t>(random.below(20));
  sizes.flank = static_cast<std::int64_t>(random.below(4));
  std::vector<std::string> texts;
  for (const std::size_t most : {1U, 30U, 200U})
    texts.push_back(test::random_bases(1 + random.below(most), random));
  std::vector<test::MemorySource::NamedBases> records;
  for (std::size_t i = 0; i < texts.size(); ++i) records.emplace_back("r" + std::to_string(i), texts[i]);
  const auto heard_with = [&](std::int64_t piece, std::int64_t batch, int threads) {
    const parallel::ThreadBudget budget(threads);
    sizes.piece = piece;
    sizes.batch = batch;
    test::MemorySource source(records);
    TrackCounts counts;
    auto heard = run(source, sizes, &counts);
    CHECK(counts.records == records.size());
    CHECK(counts.bases == texts[0].size() + texts[1].size() + texts[2].size());
    return heard;
  };
  const HeardByName whole = heard_with(sizes.stride * 1000, 1, 1);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK(whole.at(records[i].first).ends == 1);
    check_by_definition(whole.at(records[i].first), texts[i], sizes);
  }
  for (const std::int64_t strides : {1, 2, 5}) {
    INFO(strides << " strides a piece");
    CHECK(heard_with(strides * sizes.stride, 1, 1) == whole);
    CHECK(heard_with(strides * sizes.stride, 64, 2) == whole);
  }
}

TEST_CASE("a region has the numbers of the whole record, in it and nowhere else") {
  const auto seed = GENERATE(range(1U, 6U));
  INFO("seed " << seed);
  Random random(seed);
  const std::string bases = test::random_bases(120, random);
  const Sizes sizes{.window = 15, .stride = 5, .flank = 0, .piece = 10, .batch = 1};
  test::MemorySource everything({{"r", bases}});
  const HeardByName whole = run(everything, sizes);
  const auto a = 20 + static_cast<std::int64_t>(random.below(30));
  const std::vector<input::SelectedPart> parts{{{a, a + 7}}, {{a + 12, a + 40}}};
  SelectedSource source(bases, a / 5 * 5 - 15, parts);  // from the first window that holds a base of it
  const HeardByName region = run(source, sizes);
  for (std::size_t track = 0; track < kHeads; ++track) {
    CHECK(region.at("r").values[track].size() == 35);
    for (const auto& [base, value] : region.at("r").values[track]) {
      CHECK((parts[0].tss.contains(base) || parts[1].tss.contains(base)));
      CHECK(value == whole.at("r").values[track].at(base));
    }
  }
  std::vector<WindowPair> inside;
  for (const WindowPair& pair : whole.at("r").pairs)
    if (parts[0].tss.contains(pair.source.begin) || parts[1].tss.contains(pair.source.begin))
      inside.push_back(pair);
  CHECK(region.at("r").pairs.size() == inside.size());
}

TEST_CASE("an aligned read has its numbers at its place, clipped and inserted bases none") {
  Random random(5);
  const std::string bases = test::random_bases(60, random);
  const Sizes sizes{.window = 12, .stride = 6, .flank = 0, .piece = 12, .batch = 1};
  test::MemorySource alone({{"r", bases}});
  const auto by_read = run(alone, sizes).at("r");
  for (const bool reverse : {false, true}) {
    INFO("reverse " << reverse);
    seqio::Alignment alignment;
    alignment.flag = reverse ? 0x10 : 0;
    alignment.contig = "chr";
    alignment.contig_length = 1000;
    alignment.position = 100;
    // 5 clipped, 20 aligned, 3 inserted, 10 deleted, 32 aligned
    alignment.cigar = {{'S', 5}, {'M', 20}, {'I', 3}, {'D', 10}, {'M', 32}};
    ReadSource source(bases, alignment);
    TrackCounts counts;
    const HeardByName heard = run(source, sizes, &counts);
    CHECK(counts.unplaced == 0);
    REQUIRE(heard.size() == 1);
    const auto& values = heard.at("chr").values[0];
    CHECK(values.size() == 52);
    for (const auto& [base, value] : values) {
      const std::int64_t in_file_order = base < 120 ? base - 100 + 5 : base - 130 + 28;
      const std::int64_t offset = reverse ? 59 - in_file_order : in_file_order;
      CHECK(value.first == by_read.values[0].at(offset).first);
    }
  }
}

TEST_CASE("a viewpoint leaves out other records") {
  const ReductionPlan plan = plan_of_two_heads();
  const HashRunner runner(
      plan, [&plan] { return make_track_sink(plan); }, 12, 6);
  HeardByName heard;
  std::vector<std::unique_ptr<TrackOutput>> outputs;
  outputs.push_back(std::make_unique<Listener>(heard));
  RecordTracks tracks(runner, plan, {.viewpoint = Viewpoint{"b", {0, 5}}}, outputs);
  test::MemorySource source({{"a", "ACGTACGTACGTACGT"}, {"b", "ACGTACGTACGTACGT"}});
  tracks.run(source, [](std::uint64_t) {});
  CHECK(heard.at("a").values[0].empty());
  CHECK(heard.at("b").values[0].size() == 16);
}
