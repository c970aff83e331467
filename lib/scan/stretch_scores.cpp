#include "seqlens/scan/stretch_scores.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <string>

#include "seqlens/core/dna.h"
#include "seqlens/scan/strand_windows.h"

namespace seqlens::scan {
namespace {

using Logits = std::vector<std::optional<float>>;

Logits forward_logits(const WindowScorer& scorer, const WindowOptions& options, std::string_view bases,
                      const std::vector<std::int64_t>& offsets) {
  Logits logits(offsets.size());
  if (options.forward) scorer.score(bases, offsets, options.every_window, logits);
  return logits;
}

Logits reverse_logits(const WindowScorer& scorer, const WindowOptions& options, std::string_view bases,
                      const std::vector<std::int64_t>& offsets) {
  Logits logits(offsets.size());
  if (!options.reverse) return logits;
  const ReverseWindows windows = reverse_windows(bases, scorer.seen_bases(), offsets);
  scorer.score(windows.bases, windows.starts, options.every_window, logits);
  std::reverse(logits.begin(), logits.end());
  return logits;
}

struct StrandLogits {
  Logits forward;
  Logits reverse;
};

StrandLogits logits_of(const WindowScorer& scorer, const WindowOptions& options, std::string_view bases,
                       const std::vector<std::int64_t>& offsets) {
  return {forward_logits(scorer, options, bases, offsets), reverse_logits(scorer, options, bases, offsets)};
}

StrandLogits logits_alone(const WindowScorer& scorer, const WindowOptions& options, std::string_view bases,
                          const std::vector<std::int64_t>& offsets) {
  const WindowsApart apart = windows_apart(bases, scorer, offsets);
  return logits_of(scorer, options, apart.bases, apart.starts);
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
  const auto [forward, reverse] = options.alone ? logits_alone(scorer, options, bases, offsets)
                                                : logits_of(scorer, options, bases, offsets);
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
  if (options.skip_n && has_too_many_n(bases)) {
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
