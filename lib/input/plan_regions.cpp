#include <algorithm>
#include <limits>

#include "seqlens/input/region_source.h"

namespace seqlens::input {
namespace {

constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 2;

/// A region of one contig, by the contig's place in the table.
struct Place {
  std::size_t contig = 0;
  Interval interval;
};

std::vector<Place> merged_places(const std::vector<seqio::Region>& regions,
                                 const seqio::ContigTable& contigs) {
  std::vector<Place> places;
  for (const seqio::Region& region : merged_regions(regions, contigs))
    places.push_back({contigs.find(region.contig).value(), region.interval});
  return places;
}

/// A point between two window starts, anywhere in the genome.
struct Cut {
  std::size_t contig = 0;
  std::int64_t start = 0;
};

/// Where the regions, laid one after the other, have their base number `laid`.
Cut cut_at(const std::vector<Place>& places, std::int64_t laid) {
  for (const Place& place : places) {
    if (laid < place.interval.length()) return {place.contig, place.interval.begin + laid};
    laid -= place.interval.length();
  }
  return {std::numeric_limits<std::size_t>::max(), 0};
}

/// The window starts between two cuts, on one contig.
Interval starts_between(const Cut& from, const Cut& to, std::size_t contig) {
  if (contig < from.contig || contig > to.contig) return {};
  return {contig == from.contig ? from.start : -kFar, contig == to.contig ? to.start : kFar};
}

struct Shares {
  Cut from;
  Cut to;
};

/// A shard takes the windows that start between two points of the genome, whatever their region: so the
/// outputs of the shards, one after the other, are in the order of the whole.
Shares shares_of(const std::vector<Place>& places, const Shard& shard) {
  std::int64_t total = 0;
  for (const Place& place : places) total += place.interval.length();
  const Interval mine = shard.part(total);
  return {mine.begin == 0 ? Cut{0, -kFar} : cut_at(places, mine.begin), cut_at(places, mine.end)};
}

/// Starts of the windows that the part selects; empty when there are none.
Interval selected_starts(const SelectedPart& part, const RegionReach& reach) {
  const std::int64_t forward = reach.tss_index;
  const std::int64_t reverse = reach.window_bases - 1 - reach.tss_index;
  return {std::max(part.starts.begin, part.tss.begin - std::max(forward, reverse)),
          std::min(part.starts.end, part.tss.end - std::min(forward, reverse))};
}

/// The bases that decide which of the windows that start in `starts` are calls.
Interval reach_of(const Interval& starts, std::int64_t contig_bases, const RegionReach& reach) {
  const std::int64_t begin = std::max<std::int64_t>(0, starts.begin - reach.radius_bases);
  return {
      begin / reach.stride_bases * reach.stride_bases,
      std::min(contig_bases, starts.end - 1 + reach.radius_bases + reach.window_bases + reach.part_bases)};
}

}  // namespace

std::vector<RegionStretch> plan_regions(const std::vector<seqio::Region>& regions,
                                        const seqio::ContigTable& contigs, const RegionReach& reach,
                                        const Shard& shard) {
  const auto places = merged_places(regions, contigs);
  const Shares shares = shares_of(places, shard);
  std::vector<RegionStretch> stretches;
  for (const Place& place : places) {
    const SelectedPart part{place.interval, starts_between(shares.from, shares.to, place.contig)};
    const Interval starts = selected_starts(part, reach);
    const seqio::Contig& contig = contigs.contigs()[place.contig];
    const Interval bases = starts.empty() ? Interval{} : reach_of(starts, contig.length, reach);
    if (bases.empty()) continue;
    const bool joins = !stretches.empty() && stretches.back().contig == contig.name &&
                       bases.begin <= stretches.back().bases.end;
    if (!joins) stretches.push_back({contig.name, bases, {}});
    RegionStretch& stretch = stretches.back();
    stretch.bases.end = std::max(stretch.bases.end, bases.end);
    stretch.parts.push_back(part);
  }
  return stretches;
}

}  // namespace seqlens::input
