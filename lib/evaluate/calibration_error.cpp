#include "seqlens/evaluate/calibration_error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "checked_items.h"

namespace seqlens::evaluate {
namespace {

void check_probabilities(std::span<const double> probabilities, std::span<const std::uint8_t> labels) {
  check_items(probabilities, labels);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    if (probabilities[i] < 0 || probabilities[i] > 1) {
      throw Error(fmt::format("the probability of item {} is {}, outside [0, 1]", i + 1, probabilities[i]));
    }
  }
}

double total_weight(std::span<const double> probabilities, std::span<const std::uint32_t> weights) {
  check_weights(weights, probabilities.size());
  double total = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) total += weight_of(weights, i);
  if (!(total > 0)) throw Error("no items: a calibration error needs at least one");
  return total;
}

}  // namespace

std::vector<ReliabilityBin> reliability(std::span<const double> probabilities,
                                        std::span<const std::uint8_t> labels, int bins,
                                        std::span<const std::uint32_t> weights) {
  check_probabilities(probabilities, labels);
  check_weights(weights, probabilities.size());
  if (bins < 1) throw Error(fmt::format("{} bins: a reliability diagram needs at least one", bins));
  std::vector<ReliabilityBin> result(static_cast<std::size_t>(bins));
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double weight = weight_of(weights, i);
    auto& bin = result[std::min(static_cast<std::size_t>(probabilities[i] * bins), result.size() - 1)];
    bin.items += weight;
    bin.mean_probability += weight * probabilities[i];
    bin.positive_share += weight * labels[i];
  }
  for (auto& bin : result) {
    if (bin.items == 0) continue;
    bin.mean_probability /= bin.items;
    bin.positive_share /= bin.items;
  }
  return result;
}

double expected_calibration_error(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                                  int bins, std::span<const std::uint32_t> weights) {
  const double total = total_weight(probabilities, weights);
  double sum = 0;
  for (const auto& bin : reliability(probabilities, labels, bins, weights)) {
    sum += bin.items * std::abs(bin.mean_probability - bin.positive_share);
  }
  return sum / total;
}

double brier_score(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                   std::span<const std::uint32_t> weights) {
  const double total = total_weight(probabilities, weights);
  check_probabilities(probabilities, labels);
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double miss = probabilities[i] - labels[i];
    sum += weight_of(weights, i) * miss * miss;
  }
  return sum / total;
}

}  // namespace seqlens::evaluate
