#include "seqlens/labelled/genome_parts.h"

namespace seqlens::labelled {

GenomeParts read_parts(const PartTexts& texts, const GenomeSet& genome) {
  GenomeParts parts;
  parts.train_regions = texts.training.empty() ? genome.everything() : genome.regions(texts.training);
  parts.dev_regions = genome.regions(texts.dev);
  parts.excluded = genome.regions(texts.excluded);
  parts.excluded.insert(parts.excluded.end(), parts.dev_regions.begin(), parts.dev_regions.end());
  parts.training = genome.load(parts.train_regions, parts.excluded);
  parts.dev = genome.load(parts.dev_regions, {});
  return parts;
}

}  // namespace seqlens::labelled
