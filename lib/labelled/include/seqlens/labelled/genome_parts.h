#pragma once

#include <string>
#include <vector>

#include "seqlens/labelled/genome_set.h"
#include "seqlens/seqio/region.h"
#include "seqlens/train/promoter_sampler.h"

namespace seqlens::labelled {

/// Which parts of a genome are wanted for what, as GenomeSet::regions() reads them.
struct PartTexts {
  std::vector<std::string> training;  ///< none: everything
  std::vector<std::string> dev;
  std::vector<std::string> excluded;  ///< from training
};

/// The parts of a genome that are trained on and judged on.
struct GenomeParts {
  std::vector<seqio::Region> train_regions, dev_regions;
  std::vector<seqio::Region> excluded;  ///< from training: what was asked for, and the dev regions
  std::vector<train::TrainingContig> training, dev;
};

/// Reads the bases of the contigs that the parts lie on: memory follows them.
[[nodiscard]] GenomeParts read_parts(const PartTexts& texts, const GenomeSet& genome);

}  // namespace seqlens::labelled
