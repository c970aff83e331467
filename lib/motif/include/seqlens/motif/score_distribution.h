#pragma once

#include <cstdint>
#include <vector>

#include "seqlens/motif/score_matrix.h"

namespace seqlens::motif {

/// How probable each score of a motif is in sequence of independent letters with the background's
/// frequencies: the exact distribution of the sum of steps, by dynamic programming (Staden 1989), of narrow
/// matrices over all words.
///
/// Words of the same score in bits may differ by the rounding of their steps, half a step a column: a score
/// counts as reached from so many steps below, so that p is never too small.
///
/// O(width x steps), or O(words) for narrow ones; keeps what is at or above the score of `largest_p`.
class ScoreDistribution {
 public:
  explicit ScoreDistribution(const ScoreMatrix& matrix, double largest_p = 1);

  /// The least sum of steps whose p is at most largest_p; above most_steps() where even the best word's is
  /// larger.
  [[nodiscard]] std::int32_t threshold() const { return first_; }
  /// P(a score of at least so many steps), for steps >= threshold().
  [[nodiscard]] double p_value(std::int32_t steps) const;

 private:
  std::int32_t rounding_ = 0;
  std::int32_t first_ = 0;
  std::vector<std::int32_t> sums_;  // of narrow matrices, increasing; else all from first_ - rounding_ on
  std::vector<double> tail_;        // P(sum >= it)
};

}  // namespace seqlens::motif
