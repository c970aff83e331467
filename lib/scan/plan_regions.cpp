#include <algorithm>
#include <limits>

#include "seqlens/core/errors.h"
#include "seqlens/scan/region_source.h"

namespace seqlens::scan {
namespace {

constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 2;

/// A region of one contig, by the contig's place in the table.
struct Place {
  std::size_t contig = 0;
  Interval interval;
};

std::vector<Place> sorted_places(const std::vector<seqio::Region>& regions,
                                 const seqio::ContigTable& contigs) {
  std::vector<Place> places;
  for (const seqio::Region& region : regions) {
    const auto contig = contigs.find(region.contig);
    if (!contig) throw Error(contigs.unknown_text(region.contig));
    if (!region.interval.empty()) places.push_back({*contig, region.interval});
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return a.contig != b.contig ? a.contig < b.contig : a.interval.begin < b.interval.begin;
  });
  return places;
}

std::vector<Place> merged(const std::vector<Place>& sorted) {
  std::vector<Place> result;
  for (const Place& place : sorted) {
    const bool joins = !result.empty() && result.back().contig == place.contig &&
                       place.interval.begin <= result.back().interval.end;
    if (joins) {
      result.back().interval.end = std::max(result.back().interval.end, place.interval.end);
    } else {
      result.push_back(place);
    }
  }
  return result;
}

struct Part {
  std::size_t contig = 0;
  SelectedPart selected;
};

/// The shard's part of the regions, laid one after the other. The ends of a region itself do not cut window
/// starts.
std::vector<Part> parts_of_shard(const std::vector<Place>& places, const Shard& shard) {
  std::int64_t total = 0;
  for (const Place& place : places) total += place.interval.length();
  const Interval mine = shard.part(total);
  std::vector<Part> parts;
  std::int64_t laid = 0;
  for (const Place& place : places) {
    const Interval here{laid, laid + place.interval.length()};
    laid = here.end;
    if (!here.overlaps(mine)) continue;
    const std::int64_t shift = place.interval.begin - here.begin;
    const Interval starts{mine.begin <= here.begin ? -kFar : mine.begin + shift,
                          mine.end >= here.end ? kFar : mine.end + shift};
    parts.push_back({place.contig, {place.interval, starts}});
  }
  return parts;
}

/// The bases that decide which windows of the part are calls.
Interval reach_of(const SelectedPart& part, std::int64_t contig_bases, const RegionReach& reach) {
  const WindowShape& shape = reach.shape;
  const std::int64_t forward = shape.tss_index;
  const std::int64_t reverse = shape.window_bases - 1 - shape.tss_index;
  const std::int64_t first_start = std::max(part.starts.begin, part.tss.begin - std::max(forward, reverse));
  const std::int64_t last_start = std::min(part.starts.end, part.tss.end - std::min(forward, reverse)) - 1;
  const std::int64_t begin = std::max<std::int64_t>(0, first_start - reach.radius_bases);
  return {begin / reach.stride_bases * reach.stride_bases,
          std::min(contig_bases, last_start + reach.radius_bases + shape.window_bases)};
}

}  // namespace

std::vector<seqio::Region> whole_contigs(const seqio::ContigTable& contigs) {
  std::vector<seqio::Region> regions;
  for (const seqio::Contig& contig : contigs.contigs()) regions.push_back({contig.name, {0, contig.length}});
  return regions;
}

std::vector<RegionStretch> plan_regions(const std::vector<seqio::Region>& regions,
                                        const seqio::ContigTable& contigs, const RegionReach& reach,
                                        const Shard& shard) {
  std::vector<RegionStretch> stretches;
  for (const Part& part : parts_of_shard(merged(sorted_places(regions, contigs)), shard)) {
    const seqio::Contig& contig = contigs.contigs()[part.contig];
    const Interval bases = reach_of(part.selected, contig.length, reach);
    if (bases.empty()) continue;
    const bool joins = !stretches.empty() && stretches.back().contig == contig.name &&
                       bases.begin <= stretches.back().bases.end;
    if (!joins) stretches.push_back({contig.name, bases, {}});
    RegionStretch& stretch = stretches.back();
    stretch.bases.end = std::max(stretch.bases.end, bases.end);
    stretch.parts.push_back(part.selected);
  }
  return stretches;
}

}  // namespace seqlens::scan
