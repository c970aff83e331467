#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "seqlens/labelled/excluded_sequences.h"
#include "seqlens/labelled/genome_parts.h"
#include "seqlens/train/promoter_sampler.h"

namespace seqlens::labelled {

/// TSS whose promoters were compared with excluded sequences.
struct SiteExclusion {
  std::size_t compared = 0;  ///< whose reach touches the training regions
  std::size_t dropped = 0;
};

/// Takes the reach of sites whose promoter shares a 40-mer with the sources out of the training regions, so
/// that no training window touches them. The promoter is the window with the TSS at its place, and the reach
/// a window on either side, both with the slack of `positive_within`.
SiteExclusion exclude_shared_sites(const std::vector<train::Tss>& sites,
                                   const train::PromoterGeometry& geometry,
                                   const std::vector<ExcludedSource>& sources, GenomeParts& parts);

/// Takes every stretch that 40-mers of the sources cover out of the contigs' regions.
/// @return bases of the contigs in such stretches
std::int64_t exclude_shared_stretches(const std::vector<ExcludedSource>& sources,
                                      std::vector<train::TrainingContig>& contigs);

}  // namespace seqlens::labelled
