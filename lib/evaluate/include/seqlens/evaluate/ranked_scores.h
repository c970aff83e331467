#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "seqlens/evaluate/confusion.h"

namespace seqlens::evaluate {

/// What follows from the order of the scores alone.
struct RankingMetrics {
  double auroc = 0;               ///< P(positive scores higher than negative) + half P(tie)
  double average_precision = 0;   ///< area under precision-recall as a step function, see RankedScores
  double best_mcc = 0;            ///< highest over all thresholds: chosen on these very items, so optimistic
  double best_mcc_threshold = 0;  ///< a score of the set; at or above it is "positive"
  double best_f1 = 0;
  double best_f1_threshold = 0;
};

/// The verdict "positive" for every score of at least `score`.
struct RankingPoint {
  double score = 0;
  Confusion table;
};

/// Scores with 0/1 labels, sorted once from high to low. Each question then costs one pass, so that a
/// bootstrap asks it a thousand times with other weights and never sorts again.
///
/// Ties: items of one score pass the threshold together. Average precision is sum over distinct scores of
/// (recall gained) * (precision there): no interpolation, the value of scikit-learn's
/// average_precision_score.
///
/// O(n log n) to make, O(n) a question.
class RankedScores {
 public:
  /// @throws ShapeError if the sizes differ; Error naming the item, if a score is NaN or a label neither 0
  ///         nor 1.
  RankedScores(std::span<const double> scores, std::span<const std::uint8_t> labels);

  [[nodiscard]] std::size_t size() const { return items_.size(); }

  /// @throws Error if a class is absent: nothing can be ranked against it.
  [[nodiscard]] RankingMetrics metrics() const;

  /// One point a distinct score, from the highest down: the ROC and the precision-recall curve. O(n).
  [[nodiscard]] std::vector<RankingPoint> curve() const;

  /// metrics() with item i (in the order given to the constructor) counted weights[i] times. All values are
  /// NaN if the weights leave a class empty.
  /// @throws ShapeError unless there is one weight an item.
  [[nodiscard]] RankingMetrics weighted_metrics(std::span<const std::uint32_t> weights) const;

 private:
  struct Item {
    double score;
    std::uint32_t index;
    std::uint8_t label;
  };

  template <class Weight>
  [[nodiscard]] RankingMetrics sweep(const Weight& weight) const;

  std::vector<Item> items_;
};

/// Shorthands for one question. Failures as in RankedScores.
[[nodiscard]] double auroc(std::span<const double> scores, std::span<const std::uint8_t> labels);
[[nodiscard]] double average_precision(std::span<const double> scores, std::span<const std::uint8_t> labels);

}  // namespace seqlens::evaluate
