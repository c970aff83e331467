#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"

namespace seqlens::motif {

/// What is known of where a sequence comes from; empty where it is not.
struct SequencePlace {
  std::string chromosome;
  Interval interval;    ///< on the chromosome; empty: unknown
  std::string cluster;  ///< of sequences that are alike
};

/// Sequences in two halves, so that what belongs together is in one.
struct Halves {
  std::vector<std::uint8_t> half;  ///< 0 or 1, one a sequence
  std::size_t groups = 0;
  std::string by;  ///< "chromosome", "cluster", "chromosome or cluster", "overlap", "record"
};

/// Splits by chromosome where it is known and else by cluster; sequences that share either stay together, and
/// so do groups that share a sequence. Where that leaves one group with more than 60 % of the sequences, by
/// overlap on the chromosome (within 1 kb), else by record. Groups are dealt out in seeded order, the largest
/// first, each to the half that has less.
[[nodiscard]] Halves split_in_halves(std::span<const SequencePlace> places, std::uint64_t seed);

/// For each positive the index of a negative of like GC content (within `tolerance`), each used once;
/// negative count -1 where there is none left. Deterministic.
[[nodiscard]] std::vector<std::int64_t> match_gc(std::span<const double> positives,
                                                 std::span<const double> negatives, double tolerance);

/// Share of G and C among letters of ACGT; 0 without any.
[[nodiscard]] double gc_share(std::string_view bases);

}  // namespace seqlens::motif
