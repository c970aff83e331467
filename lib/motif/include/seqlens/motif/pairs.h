#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "seqlens/core/interval.h"

namespace seqlens::motif {

/// Sites of one motif in one sequence: none of them overlaps another.
struct MotifSite {
  Interval bases;
  Strand strand = Strand::forward;
};
/// One list a sequence.
using SitesBySequence = std::vector<std::vector<MotifSite>>;

/// How the second motif of a pair lies to the first, seen from the first one's strand.
enum class PairOrder { same_behind, same_before, turned_behind, turned_before };
inline constexpr std::size_t kPairOrders = 4;
/// "same strand, behind", ...
[[nodiscard]] std::string to_string(PairOrder order);

struct PairOptions {
  std::int64_t longest_gap = 150;  ///< bases between two sites of a pair
};

/// What is known of a pair of motifs.
struct MotifPair {
  std::size_t first = 0, second = 0;

  std::int64_t together = 0;     ///< sequences with both, not one over the other
  double together_expected = 0;  ///< from how many have either, in sequences of like GC content
  std::int64_t overlapping = 0;  ///< sequences in which they have sites over each other alone
  double p_together = 1, q_together = 1;

  /// The stretch of gaps (bases between the sites) and order that stand out most.
  Interval gaps;
  PairOrder order = PairOrder::same_behind;
  std::int64_t at_gaps = 0;  ///< sites that lie so
  double at_gaps_expected = 0;
  double p_gaps = 1, q_gaps = 1;  ///< q: over all pairs, orders and stretches

  /// Pairs of sites by order and gap, 0 to longest_gap, and what is expected.
  std::array<std::vector<std::int64_t>, kPairOrders> counts;
  std::array<std::vector<double>, kPairOrders> expected;
};

/// Looks at every pair of motifs in sequences that have a common first base (or TSS place).
///
/// Gaps: the null pairs the sites of the first motif in one sequence with those of the second in another, all
/// with all: it keeps how each motif lies along the sequences, so that two motifs that both prefer a place
/// make no pair. Its counts are scaled up to the number of site pairs seen, so a pair that only comes
/// together often has no gap that stands out. Poisson tail of each gap, and of stretches of 5, 10, 20 and 40
/// gaps; Benjamini and Hochberg over all of them, all orders and all pairs.
///
/// Together: sequences with both sites against what the two have apart, in five strata of GC content (Mantel
/// and Haenszel 1959), one-sided; Benjamini and Hochberg over pairs.
///
/// @param sites  one entry a motif, each with one list a sequence.
/// @param gc     GC content of the sequences.
/// @return pairs (first < second) in that order. Over threads; the same for any number.
[[nodiscard]] std::vector<MotifPair> motif_pairs(const std::vector<SitesBySequence>& sites,
                                                 std::span<const double> gc, const PairOptions& options);

/// The pairs of one sequence's sites that lie in this order with a gap in this stretch.
[[nodiscard]] std::vector<std::pair<MotifSite, MotifSite>> pairs_at(std::span<const MotifSite> first,
                                                                    std::span<const MotifSite> second,
                                                                    PairOrder order, const Interval& gaps);

/// P(X >= count) for a Poisson variable of this mean. 1 for count 0.
[[nodiscard]] double poisson_tail(std::int64_t count, double mean);

}  // namespace seqlens::motif
