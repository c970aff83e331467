#include "model-train/genome_parts.h"

namespace model_train {

GenomeParts read_parts(const Options& options, const GenomeSet& genome) {
  GenomeParts parts;
  parts.train_regions =
      options.train_regions.empty() ? genome.everything() : genome.regions(options.train_regions);
  parts.dev_regions = genome.regions(options.dev_regions);
  parts.excluded = genome.regions(options.exclude_regions);
  parts.excluded.insert(parts.excluded.end(), parts.dev_regions.begin(), parts.dev_regions.end());
  parts.training = genome.load(parts.train_regions, parts.excluded);
  parts.dev = genome.load(parts.dev_regions, {});
  return parts;
}

}  // namespace model_train
