#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "seqlens/protein/contact_truth.h"
#include "seqlens/protein/pair_scores.h"

namespace seqlens::protein {

/// Pairs by how far apart their columns are.
struct SeparationRange {
  const char* name;
  std::size_t least;
  std::size_t most = std::numeric_limits<std::size_t>::max();  ///< included
};

/// CASP's ranges, all of them together first.
inline constexpr SeparationRange kSeparationRanges[] = {
    {"all", 6}, {"short", 6, 11}, {"medium", 12, 23}, {"long", 24}};

struct Precision {
  std::size_t pairs = 0;     ///< counted: as many as asked for, or as are known in this range
  std::size_t contacts = 0;  ///< of these
};

/// Of the pairs in the range whose truth is known, the `top` with the highest scores (ties: the lower i, then
/// j), and how many of them are contacts.
[[nodiscard]] Precision precision_of_top(const PairScores& scores, const ContactTruth& truth,
                                         const SeparationRange& range, std::size_t top);

/// Minus the separation: the baseline that says neighbours along the chain touch.
[[nodiscard]] PairScores chain_nearness(std::size_t columns);

/// Known pairs in the range, and the contacts among them: what pairs chosen blindly would give.
[[nodiscard]] Precision known_pairs(const ContactTruth& truth, const SeparationRange& range);

}  // namespace seqlens::protein
