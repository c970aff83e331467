#include "seqlens/evaluate/ranked_scores.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/confusion.h"

#include "checked_items.h"

namespace seqlens::evaluate {
namespace {

RankingMetrics undefined() {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  return {nan, nan, nan, nan, nan, nan};
}

void keep_best(double value, double score, double& best, double& threshold) {
  if (value > best) {
    best = value;
    threshold = score;
  }
}

}  // namespace

RankedScores::RankedScores(std::span<const double> scores, std::span<const std::uint8_t> labels) {
  check_items(scores, labels);
  items_.reserve(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    items_.push_back({scores[i], static_cast<std::uint32_t>(i), labels[i]});
  }
  std::stable_sort(items_.begin(), items_.end(),
                   [](const Item& a, const Item& b) { return a.score > b.score; });
}

// One pass from the highest score down. The verdict "positive" grows by one group of equal scores at a
// time.
template <class Weight>
RankingMetrics RankedScores::sweep(const Weight& weight) const {
  double totals[2] = {0, 0};
  for (const Item& item : items_) totals[item.label] += weight(item.index);
  const auto [negatives, positives] = totals;
  if (!(negatives > 0 && positives > 0)) return undefined();

  RankingMetrics best;
  best.best_mcc = best.best_f1 = -std::numeric_limits<double>::infinity();
  double area = 0, precision_area = 0;
  double called[2] = {0, 0};
  for (std::size_t begin = 0; begin < items_.size();) {
    const double score = items_[begin].score;
    double gained[2] = {0, 0};
    std::size_t end = begin;
    for (; end < items_.size() && items_[end].score == score; ++end) {
      gained[items_[end].label] += weight(items_[end].index);
    }
    begin = end;
    if (gained[0] + gained[1] == 0) continue;  // not in this resample
    area += gained[0] * (called[1] + 0.5 * gained[1]);
    called[0] += gained[0];
    called[1] += gained[1];
    precision_area += gained[1] * called[1] / (called[0] + called[1]);
    const Confusion table{called[1], called[0], negatives - called[0], positives - called[1]};
    keep_best(mcc(table), score, best.best_mcc, best.best_mcc_threshold);
    keep_best(f1(table), score, best.best_f1, best.best_f1_threshold);
  }
  best.auroc = area / (positives * negatives);
  best.average_precision = precision_area / positives;
  return best;
}

RankingMetrics RankedScores::metrics() const {
  const auto positives =
      std::count_if(items_.begin(), items_.end(), [](const Item& item) { return item.label == 1; });
  if (positives == 0 || static_cast<std::size_t>(positives) == items_.size()) {
    throw Error(fmt::format("{} positive and {} negative items: a ranking needs both", positives,
                            items_.size() - static_cast<std::size_t>(positives)));
  }
  return sweep([](std::uint32_t) { return 1.0; });
}

std::vector<RankingPoint> RankedScores::curve() const {
  Confusion table;
  for (const Item& item : items_) (item.label == 1 ? table.false_negative : table.true_negative) += 1;
  std::vector<RankingPoint> points;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    (items_[i].label == 1 ? table.true_positive : table.false_positive) += 1;
    (items_[i].label == 1 ? table.false_negative : table.true_negative) -= 1;
    const bool tied = i + 1 < items_.size() && items_[i + 1].score == items_[i].score;
    if (!tied) points.push_back({items_[i].score, table});
  }
  return points;
}

RankingMetrics RankedScores::weighted_metrics(std::span<const std::uint32_t> weights) const {
  if (weights.size() != items_.size()) {
    throw ShapeError(fmt::format("{} weights for {} items", weights.size(), items_.size()));
  }
  return sweep([&](std::uint32_t index) { return static_cast<double>(weights[index]); });
}

double auroc(std::span<const double> scores, std::span<const std::uint8_t> labels) {
  return RankedScores(scores, labels).metrics().auroc;
}

double average_precision(std::span<const double> scores, std::span<const std::uint8_t> labels) {
  return RankedScores(scores, labels).metrics().average_precision;
}

}  // namespace seqlens::evaluate
