#include "seqlens/scan/position_scores.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <vector>

#include "seqlens/core/dna.h"

namespace seqlens::scan {
namespace {

bool has_n(std::string_view bases) {
  return std::any_of(bases.begin(), bases.end(), [](char base) { return canonical_base(base) == 'N'; });
}

/// The bins of a stretch: where they lie, and which are wanted.
class Bins {
 public:
  Bins(const PositionGrid& grid, const WindowOptions& options, std::string_view inner)
      : grid_(grid), options_(options), inner_(inner) {}

  /// A bin of kept part `part`.
  [[nodiscard]] std::int64_t offset(std::int64_t part, std::int64_t bin) const {
    return part * grid_.kept_bases + bin * grid_.bin_bases;
  }
  [[nodiscard]] std::int64_t parts() const { return (size() + grid_.kept_bases - 1) / grid_.kept_bases; }
  [[nodiscard]] bool exists(std::int64_t offset) const { return offset < size(); }
  [[nodiscard]] bool is_wanted(std::int64_t offset) const {
    const auto at = static_cast<std::size_t>(offset);
    return !options_.skip_n || !has_n(inner_.substr(at, static_cast<std::size_t>(grid_.bin_bases)));
  }
  [[nodiscard]] bool is_part_wanted(std::int64_t part) const {
    for (std::int64_t bin = 0; bin < grid_.bins() && exists(offset(part, bin)); ++bin)
      if (is_wanted(offset(part, bin))) return true;
    return false;
  }

 private:
  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(inner_.size()); }

  const PositionGrid& grid_;
  const WindowOptions& options_;
  std::string_view inner_;
};

std::vector<std::int64_t> wanted_parts(const Bins& bins) {
  std::vector<std::int64_t> parts;
  for (std::int64_t part = 0; part < bins.parts(); ++part)
    if (bins.is_part_wanted(part)) parts.push_back(part);
  return parts;
}

std::vector<float> logits_of(const PositionScorer& scorer, std::string_view bases,
                             const std::vector<std::int64_t>& parts) {
  const PositionGrid& grid = scorer.grid();
  std::vector<float> logits(parts.size() * static_cast<std::size_t>(2 * grid.bins()));
  if (parts.empty()) return logits;
  std::vector<std::int64_t> starts;
  for (const std::int64_t part : parts) starts.push_back(part * grid.kept_bases);
  const auto needed = static_cast<std::size_t>(starts.back() + grid.window_bases);
  if (bases.size() >= needed) {
    scorer.score(bases, starts, logits);
  } else {
    std::string padded(bases);
    padded.append(needed - bases.size(), 'N');
    scorer.score(padded, starts, logits);
  }
  return logits;
}

void count(const Bins& bins, const PositionGrid& grid, std::uint64_t strands, StretchCounts& counts) {
  for (std::int64_t part = 0; part < bins.parts(); ++part) {
    for (std::int64_t bin = 0; bin < grid.bins() && bins.exists(bins.offset(part, bin)); ++bin) {
      counts.windows += strands;
      if (!bins.is_wanted(bins.offset(part, bin))) counts.skipped_n += strands;
    }
  }
  counts.encoded = counts.windows - counts.skipped_n;
}

}  // namespace

StretchScores score_positions(const PositionScorer& scorer, const WindowOptions& options,
                              std::string_view bases, std::int64_t begin) {
  const PositionGrid& grid = scorer.grid();
  assert(begin % grid.kept_bases == 0);
  const auto margin = static_cast<std::size_t>(grid.margin());
  const Bins bins(grid, options, bases.substr(margin, bases.size() - 2 * margin));
  StretchScores result;
  count(bins, grid, (options.forward ? 1U : 0U) + (options.reverse ? 1U : 0U), result.counts);
  const auto parts = wanted_parts(bins);
  const auto logits = logits_of(scorer, bases, parts);
  result.windows.reserve(result.counts.encoded);
  const float* next = logits.data();
  for (const std::int64_t part : parts) {
    for (std::int64_t bin = 0; bin < grid.bins(); ++bin, next += 2) {
      const std::int64_t offset = bins.offset(part, bin);
      if (!bins.exists(offset) || !bins.is_wanted(offset)) continue;
      if (options.forward) result.windows.push_back({begin + offset, Strand::forward, next[0]});
      if (options.reverse) result.windows.push_back({begin + offset, Strand::reverse, next[1]});
    }
  }
  return result;
}

StretchScores score_record_positions(const PositionScorer& scorer, const WindowOptions& options,
                                     std::string_view record) {
  const std::string unknown(static_cast<std::size_t>(scorer.grid().margin()), 'N');
  return score_positions(scorer, options, unknown + std::string(record) + unknown, 0);
}

WindowShape bin_shape(const PositionGrid& grid) {
  return {grid.bin_bases, grid.bin_bases / 2};
}

input::RegionReach position_reach(const PositionGrid& grid, const WindowShape& drawn,
                                  std::int64_t radius_bases) {
  return {drawn.window_bases, drawn.tss_index, grid.kept_bases, radius_bases, grid.margin(), grid.kept_bases};
}

}  // namespace seqlens::scan
