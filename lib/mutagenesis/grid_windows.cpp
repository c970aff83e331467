#include "seqlens/mutagenesis/grid_windows.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "seqlens/scan/strand_windows.h"
#include "seqlens/scan/stretch_scores.h"

namespace seqlens::mutagenesis {
namespace {

using scan::RecordStrand;
using scan::WindowScore;

GridWindow window_at(std::int64_t start, std::int64_t bases, double logit) {
  return {{start, start}, {start, start + bases}, logit};
}

/// Both strands of a window follow each other; a model may take one of them only, which then counts for none.
std::vector<GridWindow> combine(const std::vector<WindowScore>& scores, RecordStrand strand,
                                std::int64_t bases) {
  std::vector<GridWindow> windows;
  if (strand != RecordStrand::both) {
    for (const WindowScore& score : scores) windows.push_back(window_at(score.start, bases, score.logit));
    return windows;
  }
  for (std::size_t i = 1; i < scores.size(); ++i) {
    const WindowScore& forward = scores[i - 1];
    const WindowScore& reverse = scores[i];
    if (forward.strand != Strand::forward || reverse.strand != Strand::reverse) continue;
    if (forward.start != reverse.start) continue;
    windows.push_back(window_at(forward.start, bases, scan::unstranded_logit(forward.logit, reverse.logit)));
  }
  return windows;
}

/// The strands of a padded record have different starts.
double logit_of_record(const std::vector<WindowScore>& scores) {
  return scores.size() == 2 ? scan::unstranded_logit(scores[0].logit, scores[1].logit)
                            : static_cast<double>(scores[0].logit);
}

/// Of a scorer that reads both strands at once: each window by itself, as its mutants are scored.
std::vector<GridWindow> windows_alone(const WindowLogit& logit, const WindowGrid& grid,
                                      const Stretch& stretch, std::int64_t first) {
  std::vector<GridWindow> windows;
  for (std::int64_t start = first; start + logit.window_bases() <= stretch.interval().end;
       start += grid.stride_bases) {
    const Interval bases{start, start + logit.window_bases()};
    if (grid.skip_n && scan::has_too_many_n(stretch.letters(bases))) continue;
    windows.push_back({{start, start}, bases, logit.reference(stretch, {start, start})});
  }
  return windows;
}

/// A record shorter than a window has N behind it for such a scorer.
std::vector<GridWindow> short_record_alone(const WindowLogit& logit, const WindowGrid& grid,
                                           const Stretch& record) {
  if (grid.skip_n && scan::has_too_many_n(record.bases)) return {};
  return {{{0, 0}, record.interval(), logit.reference(record, {0, 0})}};
}

std::vector<GridWindow> whole_record(const WindowLogit& logit, const scan::WindowOptions& options,
                                     const Stretch& record) {
  const auto scores = scan::score_short_record(logit.scorer(), options, record.bases).windows;
  if (scores.empty()) return {};
  const WindowPlace place{record.interval().length() - logit.window_bases(), 0};
  return {{place, record.interval(), logit_of_record(scores)}};
}

}  // namespace

std::vector<GridWindow> grid_windows(const WindowLogit& logit, const WindowGrid& grid,
                                     const Stretch& stretch) {
  const scan::WindowOptions options{grid.stride_bases, logit.strand() != RecordStrand::reverse,
                                    logit.strand() != RecordStrand::forward, true, grid.skip_n};
  const bool alone = logit.scorer().reads_both_strands();
  if (stretch.interval().length() < logit.window_bases())
    return alone ? short_record_alone(logit, grid, stretch) : whole_record(logit, options, stretch);
  const std::int64_t first = (stretch.begin + grid.stride_bases - 1) / grid.stride_bases * grid.stride_bases;
  if (first + logit.window_bases() > stretch.interval().end) return {};
  if (alone) return windows_alone(logit, grid, stretch, first);
  const std::int64_t flank = logit.scorer().flank_bases();
  const std::string bases = stretch.letters({first - flank, stretch.interval().end + flank});
  const auto scores = scan::score_stretch(logit.scorer(), options, bases, first);
  return combine(scores.windows, logit.strand(), logit.window_bases());
}

std::vector<WindowRun> best_windows(const std::vector<GridWindow>& windows, const Interval& bases) {
  std::vector<WindowRun> runs;
  std::size_t first = 0;  // of the windows that may hold `at`
  for (std::int64_t at = bases.begin; at < bases.end; ++at) {
    while (first < windows.size() && windows[first].interval.end <= at) ++first;
    const GridWindow* best = nullptr;
    for (std::size_t i = first; i < windows.size() && windows[i].interval.begin <= at; ++i)
      if (best == nullptr || windows[i].logit > best->logit) best = &windows[i];
    if (best == nullptr) continue;
    if (!runs.empty() && runs.back().window == *best && runs.back().bases.end == at) {
      ++runs.back().bases.end;
    } else {
      runs.push_back({*best, {at, at + 1}});
    }
  }
  return runs;
}

}  // namespace seqlens::mutagenesis
