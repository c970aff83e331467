#include "seqlens/labelled/genome_exclusion.h"

#include <algorithm>
#include <optional>
#include <string>

namespace seqlens::labelled {

using seqio::Region;
using train::TrainingContig;

namespace {

/// The bases of a site's promoter, cut at the ends of the contig; nothing for one that training cannot touch.
std::optional<std::string> promoter_of(const train::Tss& site, const train::PromoterGeometry& geometry,
                                       const Region& reach, const GenomeParts& parts) {
  const auto contig = std::ranges::find(parts.training, site.contig, &TrainingContig::name);
  if (contig == parts.training.end() || !touches(reach, parts.train_regions)) return std::nullopt;
  const std::int64_t slack = geometry.positive_within;
  const std::int64_t begin = train::window_begin(geometry, site.strand, site.position) - slack;
  const std::int64_t first = std::max<std::int64_t>(0, begin);
  const std::int64_t length = begin + geometry.window + 2 * slack - first;
  return contig->bases.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(length));
}

}  // namespace

SiteExclusion exclude_shared_sites(const std::vector<train::Tss>& sites,
                                   const train::PromoterGeometry& geometry,
                                   const std::vector<ExcludedSource>& sources, GenomeParts& parts) {
  const std::int64_t margin = geometry.window + geometry.positive_within;
  std::vector<std::string> promoters;
  std::vector<Region> around;
  for (const train::Tss& site : sites) {
    const Region reach{site.contig, {site.position - margin, site.position + margin}};
    auto promoter = promoter_of(site, geometry, reach, parts);
    if (!promoter) continue;
    promoters.push_back(std::move(*promoter));
    around.push_back(reach);
  }
  std::vector<const std::string*> candidates;
  for (const std::string& bases : promoters) candidates.push_back(&bases);
  const std::vector<bool> sharing = which_share(candidates, sources);
  std::vector<Region> dropped;
  for (std::size_t i = 0; i < promoters.size(); ++i) {
    if (sharing[i]) dropped.push_back(around[i]);
  }
  exclude(parts.training, dropped);
  return {promoters.size(), dropped.size()};
}

std::int64_t exclude_shared_stretches(const std::vector<ExcludedSource>& sources,
                                      std::vector<TrainingContig>& contigs) {
  const evaluate::KmerSet kmers = excluded_kmers(sources);
  std::vector<Region> shared;
  std::int64_t bases = 0;
  for (const TrainingContig& contig : contigs) {
    for (const Interval& stretch : kmers.shared_stretches(contig.bases)) {
      shared.push_back({contig.name, stretch});
      bases += stretch.length();
    }
  }
  exclude(contigs, shared);
  return bases;
}

}  // namespace seqlens::labelled
