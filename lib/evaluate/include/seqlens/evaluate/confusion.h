#pragma once

#include <cstdint>
#include <span>

namespace seqlens::evaluate {

/// How the labels and the verdicts of a set agree. The cells may be counts or sums of weights.
struct Confusion {
  double true_positive = 0;
  double false_positive = 0;
  double true_negative = 0;
  double false_negative = 0;

  [[nodiscard]] double total() const {
    return true_positive + false_positive + true_negative + false_negative;
  }
};

/// A score at or above the threshold is the verdict "positive". labels: 0 or 1.
/// @param  weights  how often each item counts; empty: once.
/// @throws ShapeError if the sizes differ; Error naming the item, if a score is NaN or a label neither 0
///         nor 1.
[[nodiscard]] Confusion confusion_at(std::span<const double> scores, std::span<const std::uint8_t> labels,
                                     double threshold, std::span<const std::uint32_t> weights = {});

/// Matthews' correlation, in [-1, 1]; 0 where a row or column of the table is empty (the usual
/// convention).
[[nodiscard]] double mcc(const Confusion& table);
/// 2 TP / (2 TP + FP + FN); 0 where that is 0 / 0.
[[nodiscard]] double f1(const Confusion& table);
/// Each of these is 0 where it would be 0 / 0.
[[nodiscard]] double accuracy(const Confusion& table);
[[nodiscard]] double precision(const Confusion& table);
[[nodiscard]] double sensitivity(const Confusion& table);  ///< recall
[[nodiscard]] double specificity(const Confusion& table);

}  // namespace seqlens::evaluate
