#include "seqlens/train/tss_index.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::train {

TssIndex::TssIndex(std::span<const Tss> sites) {
  for (const Tss& site : sites) {
    if (site.strand == Strand::unknown) {
      throw Error(fmt::format("the TSS at {}:{} (0-based) has no strand; expected + or -", site.contig,
                              site.position));
    }
    Contig& contig = contigs_[site.contig];
    (site.strand == Strand::forward ? contig.forward : contig.reverse).push_back(site.position);
  }
  for (auto& [name, contig] : contigs_) {
    std::ranges::sort(contig.forward);
    std::ranges::sort(contig.reverse);
  }
}

std::optional<std::int64_t> TssIndex::distance(std::string_view contig, Strand strand,
                                               std::int64_t position) const {
  const auto found = contigs_.find(contig);
  if (found == contigs_.end()) return std::nullopt;
  const auto& sites = strand == Strand::forward ? found->second.forward : found->second.reverse;
  const auto next = std::ranges::lower_bound(sites, position);
  std::optional<std::int64_t> nearest;
  if (next != sites.end()) nearest = *next - position;
  if (next != sites.begin()) nearest = std::min(nearest.value_or(INT64_MAX), position - *std::prev(next));
  return nearest;
}

bool TssIndex::any_near(std::string_view contig, const Interval& interval, std::int64_t margin) const {
  const auto found = contigs_.find(contig);
  if (found == contigs_.end()) return false;
  const auto inside = [&](const std::vector<std::int64_t>& sites) {
    const auto next = std::ranges::lower_bound(sites, interval.begin - margin);
    return next != sites.end() && *next < interval.end + margin;
  };
  return inside(found->second.forward) || inside(found->second.reverse);
}

}  // namespace seqlens::train
