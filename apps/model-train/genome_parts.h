#pragma once

#include <vector>

#include "seqlens/seqio/region.h"
#include "seqlens/train/promoter_sampler.h"

#include "model-train/genome_set.h"
#include "model-train/options.h"

namespace model_train {

/// The parts of --genome that are trained on and judged on.
struct GenomeParts {
  std::vector<seqlens::seqio::Region> train_regions, dev_regions;
  std::vector<seqlens::seqio::Region>
      excluded;  ///< from training: --exclude-regions, and those of the dev set
  std::vector<seqlens::train::TrainingContig> training, dev;
};

/// Reads them by --train-regions (all without it), --dev-regions and --exclude-regions.
[[nodiscard]] GenomeParts read_parts(const Options& options, const GenomeSet& genome);

}  // namespace model_train
