#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "seqlens/evaluate/bootstrap.h"
#include "seqlens/evaluate/estimate.h"

namespace seqlens::evaluate {

struct RecordEvaluationOptions {
  /// Score at or above which a record is called positive. Nothing: no metric of a fixed threshold is
  /// reported.
  std::optional<double> threshold = {};
  int calibration_bins = 15;
  BootstrapOptions bootstrap = {};
};

/// Metrics of a labelled set with bootstrap intervals by group. In this order: auroc, auprc (average
/// precision), best_mcc, best_f1 (thresholds chosen on the set itself, anew in each resample); with a
/// threshold: mcc, f1, accuracy, sensitivity, specificity; with probabilities: ece, brier.
///
/// Groups are drawn stratified by class: groups of positives only, of negatives only, and mixed ones by
/// themselves.
///
/// @param  groups         one number a record, 0..G-1 (number_groups); records of one group are drawn
///                        together.
/// @param  probabilities  of "positive", one a record, or empty: then no ece and brier.
/// @throws as RankedScores::metrics(), reliability() and bootstrap_intervals().
///
/// O(n log n + resamples * n).
[[nodiscard]] std::vector<Estimate> evaluate_records(std::span<const double> scores,
                                                     std::span<const std::uint8_t> labels,
                                                     std::span<const std::uint32_t> groups,
                                                     std::span<const double> probabilities,
                                                     const RecordEvaluationOptions& options);

}  // namespace seqlens::evaluate
