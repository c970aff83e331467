#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "seqlens/attention/base_profile.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/core/dna.h"
#include "seqlens/parallel/workspace_pool.h"
#include "seqlens/scan/strand_windows.h"
#include "seqlens/tokenize/encode_sequence.h"

#include "gc_counts.h"
#include "viewpoint.h"

namespace seqlens::attention {
namespace {

constexpr std::int64_t kDefaultTokens = 512;

class SlidingWindows final : public WindowRunner {
 public:
  SlidingWindows(const model::Encoder& encoder, const tokenize::Tokenizer& tokenizer,
                 const ReductionPlan& plan, const TextWindows& windows, MakeSink make_sink)
      : encoder_(encoder),
        tokenizer_(tokenizer),
        plan_(plan),
        windows_(windows),
        sinks_(std::move(make_sink)) {}

  [[nodiscard]] std::int64_t window_bases() const override { return windows_.window_bases; }
  [[nodiscard]] std::int64_t stride_bases() const override { return windows_.stride_bases; }

  scan::StretchCounts run(const Stretch& stretch, const Take& take) const override {
    scan::StretchCounts counts;
    for (const Interval& window : windows_of(stretch)) run_window(stretch, window, counts, take);
    return counts;
  }

 private:
  /// Of the stretch, from its first base.
  [[nodiscard]] std::vector<Interval> windows_of(const Stretch& stretch) const {
    const auto size = static_cast<std::int64_t>(stretch.bases.size());
    std::vector<Interval> windows;
    std::int64_t at = 0;
    for (; at + window_bases() <= size; at += stride_bases()) windows.push_back({at, at + window_bases()});
    const bool covered = !windows.empty() && windows.back().end == size;
    if (stretch.last && !covered && at < size) windows.push_back({at, size});
    return windows;
  }

  void run_window(const Stretch& stretch, const Interval& window, scan::StretchCounts& counts,
                  const Take& take) const {
    const std::uint64_t strands = (windows_.forward ? 1U : 0U) + (windows_.reverse ? 1U : 0U);
    const std::string text(stretch.bases.substr(window.begin, window.length()));
    counts.windows += strands;
    if (windows_.skip_n && scan::has_too_many_n(text)) {
      counts.skipped_n += strands;
      return;
    }
    const Interval place{stretch.begin + window.begin, stretch.begin + window.end};
    if (windows_.forward) run_text(text, place, Strand::forward, stretch, counts, take);
    if (windows_.reverse) run_text(reverse_complement(text), place, Strand::reverse, stretch, counts, take);
  }

  /// A text of more tokens than the model takes (many N, rare words) is run in two halves.
  void run_text(const std::string& text, const Interval& place, Strand strand, const Stretch& stretch,
                scan::StretchCounts& counts, const Take& take) const {
    const auto tokens = tokenize::encode_sequence(tokenizer_, text);
    if (tokens.ids.size() > windows_.most_tokens && text.size() > 1) {
      const auto half = static_cast<std::int64_t>(text.size() / 2);
      const std::int64_t middle = strand == Strand::reverse ? place.end - half : place.begin + half;
      const Interval left{place.begin, middle};
      const Interval right{middle, place.end};
      const bool reverse = strand == Strand::reverse;
      run_text(text.substr(0, half), reverse ? right : left, strand, stretch, counts, take);
      run_text(text.substr(half), reverse ? left : right, strand, stretch, counts, take);
      return;
    }
    if (encoder_.config().encoder_positions(static_cast<int>(tokens.ids.size())) == 0) return;
    run_tokens(tokens, text, place, strand, stretch, counts, take);
  }

  void run_tokens(const tokenize::Tokens& tokens, const std::string& text, const Interval& place,
                  Strand strand, const Stretch& stretch, scan::StretchCounts& counts,
                  const Take& take) const {
    const auto places = placed(position_places(encoder_.config(), tokens.map), place, strand);
    std::vector<std::size_t> queries;
    if (plan_.reduction == Reduction::from) {
      if (stretch.viewpoint) queries = queries_at(places, *stretch.viewpoint);
      if (queries.empty()) return;
    }
    const auto sink = sinks_.borrow();
    sink->begin(places.size(), queries);
    const model::TokenIds ids(tokens.ids);
    model::Wanted wanted;
    wanted.classify_logits = plan_.reduction == Reduction::pooling;
    wanted.heads = &*sink;
    static_cast<void>(encoder_.run({&ids, 1}, wanted));
    ++counts.encoded;
    const GcCounts gc(text);
    take({place, strand, gc.bin(0, place.length()), places, *sink});
  }

  static std::vector<Interval> placed(const tokenize::TokenMap& map, const Interval& window, Strand strand) {
    std::vector<Interval> places;
    for (const Interval& token : map) {
      const Interval place = strand == Strand::reverse ? mirrored(token, window.length()) : token;
      places.push_back({window.begin + place.begin, window.begin + place.end});
    }
    return places;
  }

  const model::Encoder& encoder_;
  const tokenize::Tokenizer& tokenizer_;
  const ReductionPlan& plan_;
  TextWindows windows_;
  mutable parallel::WorkspacePool<TrackSink> sinks_;
};

std::int64_t most_tokens(const model::EncoderConfig& config) {
  if (config.window_tokens > 0) return config.window_tokens;
  if (config.max_positions == 0) return kDefaultTokens;
  const int positions = config.max_positions - config.position_offset;
  const auto tokens = static_cast<std::int64_t>(config.stem_stride()) * positions;
  return std::min(tokens, kDefaultTokens);
}

/// Letters of one more token.
std::int64_t letters_a_token(const tokenize::Tokenizer& tokenizer) {
  if (tokenizer.kind() == "bpe") return 4;
  const auto one = tokenizer.encode("ACGTACGTACGTACGTACGTACGT");
  const auto more = tokenizer.encode("ACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGTACGT");
  const auto tokens = static_cast<std::int64_t>(more.ids.size()) - static_cast<std::int64_t>(one.ids.size());
  return tokens > 0 ? 24 / tokens : 1;
}

}  // namespace

TextWindows default_windows(const model::EncoderConfig& config, const tokenize::Tokenizer& tokenizer) {
  TextWindows windows;
  const std::int64_t tokens = most_tokens(config);
  // Special tokens and the letters by which k-mers overlap: what 24 letters have more or less than 24.
  const std::int64_t step = letters_a_token(tokenizer);
  const auto sample = static_cast<std::int64_t>(tokenizer.encode("ACGTACGTACGTACGTACGTACGT").ids.size());
  const std::int64_t bases = 24 + (tokens - sample) * step;
  windows.most_tokens = static_cast<std::size_t>(tokens);
  windows.window_bases = std::max<std::int64_t>(bases, 1);
  windows.stride_bases = std::max<std::int64_t>(windows.window_bases / 2, 1);
  windows.reverse = tokenizer.alphabet() == tokenize::Alphabet::dna;
  windows.skip_n = windows.reverse;
  return windows;
}

std::unique_ptr<WindowRunner> text_windows(const model::Encoder& encoder,
                                           const tokenize::Tokenizer& tokenizer, const ReductionPlan& plan,
                                           const TextWindows& windows, WindowRunner::MakeSink make_sink) {
  return std::make_unique<SlidingWindows>(encoder, tokenizer, plan, windows, std::move(make_sink));
}

}  // namespace seqlens::attention
