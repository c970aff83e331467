#include "seqlens/scan/stretch_scores.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <string>

#include "seqlens/core/dna.h"

namespace seqlens::scan {
namespace {

/// N among the first i bases, for every i.
std::vector<std::int32_t> count_n(std::string_view bases) {
  std::vector<std::int32_t> count(bases.size() + 1, 0);
  for (std::size_t i = 0; i < bases.size(); ++i)
    count[i + 1] = count[i] + (canonical_base(bases[i]) == 'N' ? 1 : 0);
  return count;
}

bool has_too_many_n(std::int64_t n, std::int64_t bases) {
  return 10 * n > bases;
}

/// Offsets of the windows to score. Windows with too many N are counted and left out.
std::vector<std::int64_t> window_offsets(std::string_view bases, const WindowScorer& scorer,
                                         const WindowOptions& options, StretchCounts& counts) {
  const std::int64_t window_bases = scorer.window_bases();
  const auto n_before = options.skip_n ? count_n(bases) : std::vector<std::int32_t>();
  const std::uint64_t strands = (options.forward ? 1U : 0U) + (options.reverse ? 1U : 0U);
  std::vector<std::int64_t> offsets;
  for (std::int64_t at = 0; at + scorer.seen_bases() <= static_cast<std::int64_t>(bases.size());
       at += options.stride_bases) {
    const std::int64_t window = at + scorer.flank_bases();
    counts.windows += strands;
    if (options.skip_n && has_too_many_n(n_before[window + window_bases] - n_before[window], window_bases)) {
      counts.skipped_n += strands;
    } else {
      offsets.push_back(at);
    }
  }
  return offsets;
}

using Logits = std::vector<std::optional<float>>;

Logits forward_logits(const WindowScorer& scorer, const WindowOptions& options, std::string_view bases,
                      const std::vector<std::int64_t>& offsets) {
  Logits logits(offsets.size());
  if (options.forward) scorer.score(bases, offsets, options.every_window, logits);
  return logits;
}

/// The other strand is cut so that the last window is its first: all its offsets are then multiples of the
/// stride too, whatever the length of the stretch.
Logits reverse_logits(const WindowScorer& scorer, const WindowOptions& options, std::string_view bases,
                      const std::vector<std::int64_t>& offsets) {
  Logits logits(offsets.size());
  if (!options.reverse) return logits;
  const std::int64_t last = offsets.back();
  std::vector<std::int64_t> mirrored(offsets.size());
  std::transform(offsets.rbegin(), offsets.rend(), mirrored.begin(),
                 [last](std::int64_t at) { return last - at; });
  scorer.score(reverse_complement(bases.substr(0, last + scorer.seen_bases())), mirrored,
               options.every_window, logits);
  std::reverse(logits.begin(), logits.end());
  return logits;
}

void collect(StretchScores& result, std::int64_t start, Strand strand, const std::optional<float>& logit) {
  if (!logit) return;
  ++result.counts.encoded;
  result.windows.push_back({start, strand, *logit});
}

}  // namespace

StretchCounts& StretchCounts::operator+=(const StretchCounts& other) {
  windows += other.windows;
  skipped_n += other.skipped_n;
  encoded += other.encoded;
  return *this;
}

StretchScores score_stretch(const WindowScorer& scorer, const WindowOptions& options, std::string_view bases,
                            std::int64_t begin) {
  assert(options.stride_bases % scorer.alignment_bases() == 0 && begin % options.stride_bases == 0);
  StretchScores result;
  const auto offsets = window_offsets(bases, scorer, options, result.counts);
  if (offsets.empty()) return result;
  const Logits forward = forward_logits(scorer, options, bases, offsets);
  const Logits reverse = reverse_logits(scorer, options, bases, offsets);
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    collect(result, begin + offsets[i], Strand::forward, forward[i]);
    collect(result, begin + offsets[i], Strand::reverse, reverse[i]);
  }
  return result;
}

std::string with_flanks(const WindowScorer& scorer, std::string_view bases) {
  const std::string unknown(static_cast<std::size_t>(scorer.flank_bases()), 'N');
  return unknown + std::string(bases) + unknown;
}

StretchScores score_short_record(const WindowScorer& scorer, const WindowOptions& options,
                                 std::string_view bases) {
  const auto size = static_cast<std::int64_t>(bases.size());
  assert(size < scorer.window_bases());
  StretchScores result;
  result.counts.windows = (options.forward ? 1U : 0U) + (options.reverse ? 1U : 0U);
  if (options.skip_n && has_too_many_n(count_n(bases).back(), size)) {
    result.counts.skipped_n = result.counts.windows;
    return result;
  }
  if (options.forward) {
    collect(result, size - scorer.window_bases(), Strand::forward, scorer.score_short(bases));
  }
  if (options.reverse) collect(result, 0, Strand::reverse, scorer.score_short(reverse_complement(bases)));
  return result;
}

}  // namespace seqlens::scan
