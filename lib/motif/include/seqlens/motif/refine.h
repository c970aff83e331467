#pragma once

#include <optional>
#include <vector>

#include "seqlens/motif/enrichment.h"
#include "seqlens/motif/scan_set.h"
#include "seqlens/motif/seed_words.h"

namespace seqlens::motif {

struct RefineOptions {
  std::size_t min_width = 5;
  std::size_t max_width = 25;
  /// Sequences of either set that are looked at; more add time and little else.
  std::size_t most_sequences = 4000;
  /// A motif has at least so many sites.
  std::size_t least_sites = 10;
};

/// A motif that a seed has become.
struct RefinedMotif {
  Matrix matrix;          ///< without id and name
  double least_bits = 0;  ///< score of a site, with the background it was made with
  std::optional<Interval> starts;
  bool palindrome = false;  ///< its own reverse complement, and made exactly so
  double excess = 0;        ///< z of sequences with a site, on the sequences it was made from
};

/// Makes a matrix of a seed: its letters, and even columns in gaps and on either side. Then in turns the best
/// site of each sequence is found, the score from which on positives stand out most from negatives becomes
/// the threshold, and the matrix is made anew of the sites of the positives, less what the negatives have
/// (which takes out what the threshold itself selects); for that, sites a little below the threshold count
/// too. Columns at the ends that say less than a quarter of a bit over the sequences that the sites lie in
/// are cut off, and more are tried there, until the width stays.
///
/// @return nothing when positives do not stand out, or the width ends below min_width.
/// Deterministic; starts no threads.
[[nodiscard]] std::optional<RefinedMotif> refine(const SeedWord& seed, const ScanSet& positives,
                                                 const ScanSet& negatives, const Background& background,
                                                 const RefineOptions& options);

/// The score of the best site that tells two sets apart best, and how.
struct BestThreshold {
  double score = 0;
  double lenient_score = 0;  ///< the least one of nearly the same excess
  Presence presence;
  double excess = 0;
};
/// @param scores  of all positives and negatives, -infinity where there is none.
[[nodiscard]] BestThreshold best_threshold(std::vector<double> positives, std::vector<double> negatives,
                                           std::size_t least_sites);

}  // namespace seqlens::motif
