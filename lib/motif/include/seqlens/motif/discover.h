#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "seqlens/motif/refine.h"
#include "seqlens/motif/scan_set.h"

namespace seqlens::motif {

/// Sequences shuffled in stretches of 100 bases, each with its own dinucleotides: what composition alone
/// gives, along the sequence as well. Item i of copy c is drawn from (seed, c, i).
[[nodiscard]] std::vector<std::string> shuffled_copies(std::span<const std::string> sequences, int copies,
                                                       std::uint64_t seed);

/// Positives and what they are set against.
struct ContrastSets {
  ScanSet positives;
  ScanSet shuffled;  ///< whole copies of the positives, one after another
  /// Positives that have a negative of like GC content, and these; none where no negatives were given.
  ScanSet matched_positives, negatives;
  /// Where seeds are looked for, where that is not everywhere: the same sequences, the rest N.
  ScanSet seed_positives, seed_shuffled;
};

/// Lets seeds lie in these stretches alone, one list a positive; shuffles are cut alike.
void seed_only_in(ContrastSets& sets, const std::vector<std::vector<Interval>>& stretches);

/// The sets of sequences, shuffled `copies` times; negatives are matched in GC content within 2 %.
[[nodiscard]] ContrastSets contrast_sets(const std::vector<std::string>& positives,
                                         const std::vector<std::string>& negatives, int copies,
                                         std::uint64_t seed);

struct DiscoverOptions {
  RefineOptions refine;
  std::size_t max_motifs = 70;
  std::size_t seeds_a_round = 8;
  /// A seed stands out by so many standard deviations.
  double least_excess = 3.5;
  int most_barren_rounds = 4;
};

/// A motif, and how it does on the sequences that it was not found on.
struct FoundMotif {
  Matrix matrix;
  double least_bits = 0;           ///< score of a site
  std::optional<Interval> starts;  ///< sites count that begin here; nothing: anywhere
  bool palindrome = false;
  std::string repeat;  ///< name of a simple repeat; else empty
  double excess = 0;   ///< z on the sequences it was found on

  // Held-out, filled by test_motifs():
  Presence shuffled, negative;
  double p_shuffled = 1;
  std::optional<double> p_negative;
  double p = 1;  ///< the larger of the two
  double q = 1;
  double auroc_shuffled = 0.5;
  std::optional<double> auroc_negative;
};

/// Finds motifs that positives have more often than their shuffles (and, where given, negatives): in rounds,
/// each refines the best words of what is left, keeps those that stand out on `validate` too (Fisher's p
/// below 0.01), and erases their sites from both sets. Near duplicates (correlation of 0.85 over nearly all
/// of the narrower one, ends that say little left out) are dropped, the one found later.
///
/// Most excess first, simple repeats last. `sets` is spent: sites are erased.
/// @param tell  called after each round with the number of motifs so far.
/// Over threads; the same for any number.
[[nodiscard]] std::vector<FoundMotif> find_motifs(ContrastSets& sets, const ContrastSets& validate,
                                                  const Background& background,
                                                  const DiscoverOptions& options,
                                                  const std::function<void(std::size_t)>& tell);

/// Nearly one motif, as find_motifs() drops near duplicates.
[[nodiscard]] bool are_duplicates(const Matrix& one, const Matrix& other);

/// Without near duplicates, the one of most excess kept; ordered as find_motifs() orders.
[[nodiscard]] std::vector<FoundMotif> distinct_motifs(std::vector<FoundMotif> motifs);

/// A matrix that was not found here, with the threshold that tells positives best from their shuffles; where
/// none does, that of p 1e-4.
[[nodiscard]] FoundMotif given_motif(const Matrix& matrix, const ContrastSets& sets,
                                     const Background& background);

/// Tests motifs on sequences that they were not found on: one-sided Fisher's exact tests of sequences with a
/// site, against shuffles and against negatives, the larger p, Benjamini and Hochberg over all motifs. Orders
/// them: repeats last, then by p, then as they were.
void test_motifs(std::vector<FoundMotif>& motifs, const ContrastSets& held_out, const Background& background);

}  // namespace seqlens::motif
