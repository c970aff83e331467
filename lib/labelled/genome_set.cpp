#include "seqlens/labelled/genome_set.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/input/named_regions.h"
#include "seqlens/input/tss_file.h"

namespace seqlens::labelled {

using seqio::Region;
using train::TrainingContig;

namespace {

/// The parts of `whole` that no excluded region of this contig covers.
std::vector<Interval> subtract(const Interval& whole, std::string_view contig,
                               const std::vector<Region>& excluded) {
  std::vector<Interval> parts{whole};
  for (const Region& region : excluded) {
    if (region.contig != contig) continue;
    std::vector<Interval> left;
    for (const Interval& part : parts) {
      const Interval before{part.begin, std::min(part.end, region.interval.begin)};
      const Interval after{std::max(part.begin, region.interval.end), part.end};
      if (!part.overlaps(region.interval)) {
        left.push_back(part);
        continue;
      }
      if (!before.empty()) left.push_back(before);
      if (!after.empty()) left.push_back(after);
    }
    parts = std::move(left);
  }
  return parts;
}

}  // namespace

bool is_bed_name(const std::string& file) {
  return file.ends_with(".bed") || file.ends_with(".bed.gz");
}

GenomeSet::GenomeSet(const std::vector<std::string>& files) {
  std::vector<seqio::Contig> all;
  std::set<std::string> known;
  std::string names;
  for (const std::string& file : files) {
    genomes_.emplace_back(file);
    names += (names.empty() ? "" : ", ") + file;
    for (const auto& contig : genomes_.back().contigs().contigs()) {
      if (!known.insert(contig.name).second) {
        throw InputError(file, fmt::format("contig '{}' is in another --genome file too", contig.name));
      }
      all.push_back(contig);
    }
  }
  contigs_ = seqio::ContigTable(names, std::move(all));
}

std::vector<Region> GenomeSet::regions(const std::vector<std::string>& texts) const {
  std::vector<Region> regions;
  std::vector<std::string> parts;
  for (const std::string& text : texts) {
    if (is_bed_name(text)) {
      for (auto& named : input::named_regions({}, text, contigs_)) regions.push_back(std::move(named.region));
      continue;
    }
    std::istringstream joined(text);
    for (std::string part; std::getline(joined, part, ',');) parts.push_back(part);
  }
  for (auto& named : input::named_regions(parts, "", contigs_)) regions.push_back(std::move(named.region));
  return regions;
}

std::vector<Region> GenomeSet::everything() const {
  return input::whole_contigs(contigs_);
}

const seqio::Genome& GenomeSet::holder_of(const std::string& contig) const {
  const auto holder = std::ranges::find_if(
      genomes_, [&](const auto& genome) { return genome.contigs().find(contig).has_value(); });
  if (holder == genomes_.end()) throw InputError("--genome", contigs_.unknown_text(contig));
  return *holder;
}

std::string GenomeSet::fetch(const Region& region) const {
  return holder_of(region.contig).fetch(region.contig, region.interval);
}

std::vector<TrainingContig> GenomeSet::load(const std::vector<Region>& regions,
                                            const std::vector<Region>& excluded) const {
  std::vector<TrainingContig> loaded;
  std::map<std::string, std::size_t> numbers;
  std::map<std::string, std::vector<Region>> excluded_of;  // there may be thousands of contigs
  for (const Region& region : excluded) excluded_of[region.contig].push_back(region);
  for (const Region& region : regions) {
    const auto [number, is_new] = numbers.try_emplace(region.contig, loaded.size());
    if (is_new) loaded.push_back({region.contig, holder_of(region.contig).fetch(region.contig), {}});
    for (const Interval& part : subtract(region.interval, region.contig, excluded_of[region.contig]))
      loaded[number->second].regions.push_back(part);
  }
  return loaded;
}

bool lies_inside(const Region& locus, const std::vector<Region>& regions) {
  return std::ranges::any_of(regions, [&](const Region& region) {
    return region.contig == locus.contig && region.interval.begin <= locus.interval.begin &&
           locus.interval.end <= region.interval.end;
  });
}

bool touches(const Region& locus, const std::vector<Region>& regions) {
  return std::ranges::any_of(regions, [&](const Region& region) {
    return region.contig == locus.contig && region.interval.overlaps(locus.interval);
  });
}

void exclude(std::vector<TrainingContig>& contigs, const std::vector<Region>& excluded) {
  for (TrainingContig& contig : contigs) {
    std::vector<Interval> left;
    for (const Interval& region : contig.regions) {
      const std::vector<Interval> parts = subtract(region, contig.name, excluded);
      left.insert(left.end(), parts.begin(), parts.end());
    }
    contig.regions = std::move(left);
  }
}

std::vector<train::Tss> read_tss(const std::vector<std::string>& files, const GenomeSet& genome) {
  std::vector<train::Tss> sites;
  for (const std::string& file : files) {
    for (const auto& tss : input::read_tss(file)) {
      if (tss.strand == Strand::unknown) {
        throw InputError(file, tss.line, "no strand (column 6); a TSS needs + or -");
      }
      if (!genome.contigs().find(tss.contig)) continue;  // a BED of the whole genome beside some chromosomes
      sites.push_back({tss.contig, tss.position, tss.strand});
    }
  }
  return sites;
}

}  // namespace seqlens::labelled
