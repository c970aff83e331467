#include "seqlens/evaluate/confusion.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "checked_items.h"

namespace seqlens::evaluate {
namespace {

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : 0.0;
}

}  // namespace

Confusion confusion_at(std::span<const double> scores, std::span<const std::uint8_t> labels, double threshold,
                       std::span<const std::uint32_t> weights) {
  check_items(scores, labels);
  check_weights(weights, scores.size());
  Confusion table;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const bool called = scores[i] >= threshold;
    double& cell = labels[i] == 1 ? (called ? table.true_positive : table.false_negative)
                                  : (called ? table.false_positive : table.true_negative);
    cell += weight_of(weights, i);
  }
  return table;
}

double mcc(const Confusion& table) {
  const auto& [tp, fp, tn, fn] = table;
  // Roots before the product: the product of four counts leaves the exact range of double beyond 10^4
  // items.
  const double scale = std::sqrt(tp + fp) * std::sqrt(tp + fn) * std::sqrt(tn + fp) * std::sqrt(tn + fn);
  return scale > 0 ? std::clamp((tp * tn - fp * fn) / scale, -1.0, 1.0) : 0.0;  // rounding: 1 + 2e-16
}

double f1(const Confusion& table) {
  return ratio(2 * table.true_positive,
               2 * table.true_positive + table.false_positive + table.false_negative);
}

double accuracy(const Confusion& table) {
  return ratio(table.true_positive + table.true_negative, table.total());
}

double precision(const Confusion& table) {
  return ratio(table.true_positive, table.true_positive + table.false_positive);
}

double sensitivity(const Confusion& table) {
  return ratio(table.true_positive, table.true_positive + table.false_negative);
}

double specificity(const Confusion& table) {
  return ratio(table.true_negative, table.true_negative + table.false_positive);
}

}  // namespace seqlens::evaluate
