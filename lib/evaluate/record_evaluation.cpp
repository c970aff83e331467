#include "seqlens/evaluate/record_evaluation.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/calibration_error.h"
#include "seqlens/evaluate/confusion.h"
#include "seqlens/evaluate/ranked_scores.h"

namespace seqlens::evaluate {
namespace {

struct Records {
  std::span<const double> scores;
  std::span<const std::uint8_t> labels;
  std::span<const double> probabilities;
};

std::vector<std::string> metric_names(const Records& records, const RecordEvaluationOptions& options) {
  std::vector<std::string> names = {"auroc", "auprc", "best_mcc", "best_f1"};
  if (options.threshold) names.insert(names.end(), {"mcc", "f1", "accuracy", "sensitivity", "specificity"});
  if (!records.probabilities.empty()) names.insert(names.end(), {"ece", "brier"});
  return names;
}

// In the order of metric_names.
void metric_values(const Records& records, const RankedScores& ranked, std::span<const std::uint32_t> weights,
                   const RecordEvaluationOptions& options, std::span<double> out) {
  std::size_t next = 0;
  const auto put = [&](std::initializer_list<double> values) {
    for (const double value : values) out[next++] = value;
  };
  const auto ranking = weights.empty() ? ranked.metrics() : ranked.weighted_metrics(weights);
  put({ranking.auroc, ranking.average_precision, ranking.best_mcc, ranking.best_f1});
  if (options.threshold) {
    const auto table = confusion_at(records.scores, records.labels, *options.threshold, weights);
    put({mcc(table), f1(table), accuracy(table), sensitivity(table), specificity(table)});
  }
  if (!records.probabilities.empty()) {
    const int bins = options.calibration_bins;
    put({expected_calibration_error(records.probabilities, records.labels, bins, weights),
         brier_score(records.probabilities, records.labels, weights)});
  }
}

// 0: negatives only, 1: positives only, 2: both.
std::vector<std::uint32_t> classes_of_groups(std::span<const std::uint32_t> groups,
                                             std::span<const std::uint8_t> labels) {
  constexpr std::uint32_t unseen = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> strata;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] >= strata.size()) strata.resize(groups[i] + std::size_t{1}, unseen);
    auto& stratum = strata[groups[i]];
    stratum = stratum == unseen || stratum == labels[i] ? labels[i] : 2;
  }
  return strata;
}

}  // namespace

std::vector<Estimate> evaluate_records(std::span<const double> scores, std::span<const std::uint8_t> labels,
                                       std::span<const std::uint32_t> groups,
                                       std::span<const double> probabilities,
                                       const RecordEvaluationOptions& options) {
  const Records records{scores, labels, probabilities};
  const RankedScores ranked(scores, labels);
  if (groups.size() != scores.size()) {
    throw ShapeError(fmt::format("{} groups for {} scores", groups.size(), scores.size()));
  }
  const auto names = metric_names(records, options);
  std::vector<double> values(names.size());
  metric_values(records, ranked, {}, options, values);

  const auto strata = classes_of_groups(groups, labels);
  const auto statistic = [&](std::span<const std::uint32_t> drawn, std::span<double> out) {
    std::vector<std::uint32_t> weights(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) weights[i] = drawn[groups[i]];
    metric_values(records, ranked, weights, options, out);
  };
  const auto intervals =
      bootstrap_intervals(strata.size(), strata, names.size(), statistic, options.bootstrap);

  std::vector<Estimate> estimates;
  for (std::size_t m = 0; m < names.size(); ++m) estimates.push_back({names[m], values[m], intervals[m]});
  return estimates;
}

}  // namespace seqlens::evaluate
