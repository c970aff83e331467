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

#include "sorted_places.h"

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
  Strand strand;
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
    placed.push_back({tss.contig, tss.position, tss.strand, static_cast<std::uint32_t>(loci.size() - 1)});
  }
  return placed;
}

// The TSS within `reach` of the call, by position.
std::span<const PlacedTss> tss_near(const std::vector<PlacedTss>& truth, const ScanCall& call,
                                    std::int64_t reach) {
  const auto place = [](const PlacedTss& tss) { return std::pair(tss.contig, tss.position); };
  const auto first =
      std::lower_bound(truth.begin(), truth.end(), std::pair(call.contig, call.tss - reach),
                       [&](const PlacedTss& tss, const auto& value) { return place(tss) < value; });
  const auto last =
      std::upper_bound(first, truth.end(), std::pair(call.contig, call.tss + reach),
                       [&](const auto& value, const PlacedTss& tss) { return value < place(tss); });
  return {first, last};
}

// The nearest of some TSS to the call; at equal distance the one on its strand, then the left one.
const PlacedTss* nearest_of(std::span<const PlacedTss> truth, const ScanCall& call) {
  const auto key = [&](const PlacedTss& tss) {
    return std::tuple(std::abs(tss.position - call.tss), tss.strand != call.strand, tss.position);
  };
  const auto nearest = std::min_element(
      truth.begin(), truth.end(), [&](const PlacedTss& a, const PlacedTss& b) { return key(a) < key(b); });
  return nearest == truth.end() ? nullptr : &*nearest;
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

struct Judge {
  const std::vector<PlacedTss>& truth;
  const SortedPlaces& ambiguous;
  const std::int64_t reach;
  std::vector<TssLocus>& loci;

  // Sets what the call is; those of higher logit were judged before. `number` is the call's.
  void judge(JudgedCall& judged, std::uint32_t number) const {
    const auto near = tss_near(truth, judged.call, reach);
    std::vector<PlacedTss> open;
    for (const auto& tss : near) {
      if (!loci[tss.locus].best_call) open.push_back(tss);
    }
    if (const auto* tss = nearest_of(open, judged.call)) {
      set_locus(judged, *tss, CallVerdict::found);
      loci[tss->locus].best_call = number;
    } else if (const auto* known = nearest_of(near, judged.call)) {
      set_locus(judged, *known, CallVerdict::duplicate);
    } else if (ambiguous.touch(judged.call.contig, {judged.call.tss, judged.call.tss + 1}, reach)) {
      judged.verdict = CallVerdict::neutral;
    }
  }

  void set_locus(JudgedCall& judged, const PlacedTss& tss, CallVerdict verdict) const {
    judged.verdict = verdict;
    judged.locus = tss.locus;
    judged.distance = std::abs(tss.position - judged.call.tss);
    judged.tss_strand = tss.strand;
    judged.block = loci[tss.locus].block;
  }
};

// The numbers of the calls in the order in which they are judged.
std::vector<std::uint32_t> judging_order(const std::vector<JudgedCall>& calls,
                                         const std::vector<PlacedTss>& truth, std::int64_t reach) {
  std::vector<std::int64_t> distances;
  for (const auto& judged : calls) {
    const auto* tss = nearest_of(tss_near(truth, judged.call, reach), judged.call);
    distances.push_back(tss == nullptr ? reach + 1 : std::abs(tss->position - judged.call.tss));
  }
  const auto key = [&](std::uint32_t c) {
    const auto& call = calls[c].call;
    return std::tuple(-call.logit, distances[c], call.contig, call.tss, call.strand != Strand::forward);
  };
  std::vector<std::uint32_t> order(calls.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  return order;
}

}  // namespace

std::int64_t ScanMatch::evaluated_bases() const {
  return std::accumulate(block_bases.begin(), block_bases.end(), std::int64_t{0});
}

ScanMatch match_calls(std::span<const ScanCall> calls, std::span<const TruthTss> truth,
                      std::span<const ContigRegion> ambiguous, std::span<const ContigRegion> regions,
                      const ScanMatchOptions& options) {
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
    match.calls.push_back(
        {call, CallVerdict::unannotated, {}, 0, Strand::unknown, blocks.at(call.contig, call.tss)});
  }
  const SortedPlaces places(ambiguous);
  const Judge judge{placed, places, options.match_distance, match.loci};
  for (const auto c : judging_order(match.calls, placed, options.match_distance)) {
    judge.judge(match.calls[c], c);
  }
  return match;
}

}  // namespace seqlens::evaluate
