#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/scan_evaluation.h"

namespace seqlens::evaluate {
namespace {

std::vector<ContigRegion> join_overlaps(std::span<const ContigRegion> regions) {
  std::vector<ContigRegion> sorted(regions.begin(), regions.end());
  std::erase_if(sorted, [](const ContigRegion& region) { return region.bases.empty(); });
  std::sort(sorted.begin(), sorted.end(), [](const ContigRegion& a, const ContigRegion& b) {
    return std::tie(a.contig, a.bases.begin) < std::tie(b.contig, b.bases.begin);
  });
  std::vector<ContigRegion> joined;
  for (const auto& region : sorted) {
    if (!joined.empty() && joined.back().contig == region.contig &&
        region.bases.begin <= joined.back().bases.end) {
      joined.back().bases.end = std::max(joined.back().bases.end, region.bases.end);
    } else {
      joined.push_back(region);
    }
  }
  return joined;
}

bool covered(const std::vector<ContigRegion>& regions, std::uint32_t contig, std::int64_t position) {
  const auto behind = std::upper_bound(regions.begin(), regions.end(), std::pair(contig, position),
                                       [](const auto& place, const ContigRegion& region) {
                                         return place < std::pair(region.contig, region.bases.begin);
                                       });
  return behind != regions.begin() && std::prev(behind)->contig == contig &&
         std::prev(behind)->bases.contains(position);
}

// Blocks of equal size on each contig, as far as the regions touch them.
class Blocks {
 public:
  Blocks(const std::vector<ContigRegion>& regions, std::int64_t size) : size_(size) {
    for (const auto& [contig, bases] : regions) {
      for (std::int64_t index = bases.begin / size; index * size < bases.end; ++index) {
        const auto number =
            numbers_.try_emplace({contig, index}, static_cast<std::uint32_t>(bases_.size())).first;
        if (number->second == bases_.size()) bases_.push_back(0);
        bases_[number->second] +=
            std::min(bases.end, (index + 1) * size) - std::max(bases.begin, index * size);
      }
    }
  }

  [[nodiscard]] std::uint32_t at(std::uint32_t contig, std::int64_t position) const {
    return numbers_.at({contig, position / size_});
  }
  [[nodiscard]] const std::vector<std::int64_t>& bases() const { return bases_; }

 private:
  std::int64_t size_;
  std::map<std::pair<std::uint32_t, std::int64_t>, std::uint32_t> numbers_;
  std::vector<std::int64_t> bases_;
};

struct PlacedTss {
  std::uint32_t contig;
  std::int64_t position;
  std::uint32_t locus;
};

// Sorted TSS with the number of the locus that each is in; the loci are appended to match.
std::vector<PlacedTss> chain_loci(std::vector<TruthTss> truth, const Blocks& blocks, std::int64_t gap,
                                  std::vector<TssLocus>& loci) {
  std::sort(truth.begin(), truth.end(), [](const TruthTss& a, const TruthTss& b) {
    return std::tie(a.contig, a.position) < std::tie(b.contig, b.position);
  });
  std::vector<PlacedTss> placed;
  for (const auto& tss : truth) {
    const bool joins =
        !loci.empty() && loci.back().contig == tss.contig && tss.position - (loci.back().span.end - 1) <= gap;
    if (!joins) {
      loci.push_back({tss.contig,
                      {tss.position, tss.position + 1},
                      tss.strand,
                      {},
                      blocks.at(tss.contig, tss.position)});
    }
    loci.back().span.end = tss.position + 1;
    if (loci.back().strand != tss.strand) loci.back().strand = Strand::unknown;
    placed.push_back({tss.contig, tss.position, static_cast<std::uint32_t>(loci.size() - 1)});
  }
  return placed;
}

// The TSS nearest to the call within `reach` (ties: the left one), or none.
const PlacedTss* nearest_tss(const std::vector<PlacedTss>& truth, const ScanCall& call, std::int64_t reach) {
  const auto right = std::lower_bound(
      truth.begin(), truth.end(), std::pair(call.contig, call.tss),
      [](const PlacedTss& tss, const auto& place) { return std::pair(tss.contig, tss.position) < place; });
  const PlacedTss* nearest = nullptr;
  std::int64_t least = reach + 1;
  const auto consider = [&](const PlacedTss& tss) {
    const auto distance = std::abs(tss.position - call.tss);
    if (tss.contig != call.contig || distance >= least) return;
    nearest = &tss;
    least = distance;
  };
  if (right != truth.begin()) consider(*std::prev(right));
  if (right != truth.end()) consider(*right);
  return nearest;
}

bool better(const JudgedCall& a, const JudgedCall& b) {
  const auto key = [](const JudgedCall& judged) {
    return std::tuple(-judged.call.logit, judged.distance, judged.call.tss,
                      judged.call.strand != Strand::forward);
  };
  return key(a) < key(b);
}

void check(std::span<const ScanCall> calls, const ScanMatchOptions& options) {
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (std::isnan(calls[i].logit)) throw Error(fmt::format("the logit of call {} is NaN", i + 1));
  }
  if (options.locus_gap < 0 || options.match_distance < 0 || options.block_bases < 1) {
    throw Error(
        fmt::format("locus gap {}, match distance {}, block of {} bases: expected none below 0, 0 and 1",
                    options.locus_gap, options.match_distance, options.block_bases));
  }
}

void choose_best_calls(ScanMatch& match) {
  for (std::uint32_t c = 0; c < match.calls.size(); ++c) {
    if (!match.calls[c].locus) continue;
    auto& best = match.loci[*match.calls[c].locus].best_call;
    if (!best || better(match.calls[c], match.calls[*best])) best = c;
  }
  for (const auto& locus : match.loci) {
    if (locus.best_call) match.calls[*locus.best_call].verdict = CallVerdict::found;
  }
}

}  // namespace

std::int64_t ScanMatch::evaluated_bases() const {
  return std::accumulate(block_bases.begin(), block_bases.end(), std::int64_t{0});
}

ScanMatch match_calls(std::span<const ScanCall> calls, std::span<const TruthTss> truth,
                      std::span<const ContigRegion> regions, const ScanMatchOptions& options) {
  check(calls, options);
  const auto joined = join_overlaps(regions);
  if (joined.empty()) throw Error("the evaluated regions hold no base");
  const Blocks blocks(joined, options.block_bases);
  ScanMatch match;
  match.block_bases = blocks.bases();

  std::vector<TruthTss> inside;
  std::copy_if(truth.begin(), truth.end(), std::back_inserter(inside),
               [&](const TruthTss& tss) { return covered(joined, tss.contig, tss.position); });
  const auto placed = chain_loci(std::move(inside), blocks, options.locus_gap, match.loci);

  for (const auto& call : calls) {
    if (!covered(joined, call.contig, call.tss)) continue;
    JudgedCall judged{call, CallVerdict::unannotated, {}, 0, blocks.at(call.contig, call.tss)};
    if (const auto* tss = nearest_tss(placed, call, options.match_distance)) {
      judged.verdict = CallVerdict::duplicate;
      judged.locus = tss->locus;
      judged.distance = std::abs(tss->position - call.tss);
      judged.block = match.loci[tss->locus].block;
    }
    match.calls.push_back(judged);
  }
  choose_best_calls(match);
  return match;
}

}  // namespace seqlens::evaluate
