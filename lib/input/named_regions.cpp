#include "seqlens/input/named_regions.h"

#include <algorithm>
#include <utility>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/bed.h"

namespace seqlens::input {

std::vector<NamedRegion> named_regions(const std::vector<std::string>& texts, const std::string& bed,
                                       const seqio::ContigTable& contigs, bool allow_remote) {
  std::vector<NamedRegion> regions;
  for (const std::string& text : texts) {
    const seqio::Region region = seqio::parse_region(text, contigs);
    regions.push_back({seqio::to_string(region), region});
  }
  if (bed.empty()) return regions;
  for (const auto& line : seqio::read_bed(bed, {contigs.empty() ? nullptr : &contigs, allow_remote})) {
    const seqio::Region region{line.contig, line.interval};
    const bool has_name = !line.name.empty() && line.name != ".";
    regions.push_back({has_name ? line.name : seqio::to_string(region), region, line.strand});
  }
  return regions;
}

std::vector<seqio::Region> whole_contigs(const seqio::ContigTable& contigs) {
  std::vector<seqio::Region> regions;
  for (const seqio::Contig& contig : contigs.contigs()) regions.push_back({contig.name, {0, contig.length}});
  return regions;
}

std::vector<seqio::Region> merged_regions(std::vector<seqio::Region> regions,
                                          const seqio::ContigTable& contigs) {
  struct Place {
    std::size_t contig;
    seqio::Region region;
  };
  std::vector<Place> places;
  for (seqio::Region& region : regions) {
    const auto contig = contigs.find(region.contig);
    if (!contig) throw Error(contigs.unknown_text(region.contig));
    if (!region.interval.empty()) places.push_back({*contig, std::move(region)});
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return a.contig != b.contig ? a.contig < b.contig : a.region.interval.begin < b.region.interval.begin;
  });
  std::vector<seqio::Region> merged;
  for (Place& place : places) {
    const bool joins = !merged.empty() && merged.back().contig == place.region.contig &&
                       place.region.interval.begin <= merged.back().interval.end;
    if (joins) {
      merged.back().interval.end = std::max(merged.back().interval.end, place.region.interval.end);
    } else {
      merged.push_back(std::move(place.region));
    }
  }
  return merged;
}

}  // namespace seqlens::input
