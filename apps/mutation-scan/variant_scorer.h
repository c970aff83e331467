#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "seqlens/mutagenesis/random_variants.h"
#include "seqlens/mutagenesis/variant_effect.h"
#include "seqlens/seqio/genome.h"

#include "mutation-scan/loaded_model.h"

namespace mutation_scan {

/// A variant of a contig of the genome.
struct Variant {
  std::string contig;
  seqlens::mutagenesis::Edit edit;
};

struct VariantScore {
  seqlens::mutagenesis::VariantEffect effect;
  std::optional<double> percentile;  ///< of |delta| among random variants of the class; nothing: not drawn
};

/// Scores variants of a genome on all threads.
///
/// Random variants are drawn once for each block of kBlockBases and class: the same ones for all variants
/// that begin (left-normalised) in the block, whatever the order of the file, from seed, contig, block and
/// class.
class VariantScorer {
 public:
  static constexpr std::int64_t kBlockBases = 4096;

  /// Genome and model must outlive the scorer. @param random_variants  a block and class; 0: no percentiles.
  VariantScorer(const seqlens::seqio::Genome& genome, const LoadedModel& model, std::int64_t random_variants,
                std::uint64_t seed)
      : genome_(genome), model_(model), random_variants_(random_variants), seed_(seed) {}

  /// One a variant; nothing where no window holds it. Same bits for any number of threads and grouping.
  [[nodiscard]] std::vector<std::optional<VariantScore>> score(const std::vector<Variant>& variants);

 private:
  /// contig, block, class
  using BlockKey = std::tuple<std::string, std::int64_t, std::string>;
  struct Site;
  struct Block;

  [[nodiscard]] seqlens::Interval around(const std::string& contig, const seqlens::Interval& bases,
                                         std::int64_t reach) const;
  [[nodiscard]] seqlens::mutagenesis::Edit normalised(const Variant& variant) const;
  /// With the windows that hold any of the bases.
  [[nodiscard]] Site site_of(const std::string& contig, const seqlens::Interval& bases) const;
  [[nodiscard]] BlockKey key_of(const Variant& variant) const;
  [[nodiscard]] Block block_of(const Variant& normalised) const;
  void draw_missing(const std::vector<Variant>& variants);

  const seqlens::seqio::Genome& genome_;
  const LoadedModel& model_;
  std::int64_t random_variants_;
  std::uint64_t seed_;
  std::map<BlockKey, std::vector<double>> magnitudes_;  // of random variants, increasing
};

}  // namespace mutation_scan
