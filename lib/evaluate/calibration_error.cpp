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

void need_items(std::span<const double> probabilities) {
  if (probabilities.empty()) throw Error("no items: a calibration error needs at least one");
}

}  // namespace

std::vector<ReliabilityBin> reliability(std::span<const double> probabilities,
                                        std::span<const std::uint8_t> labels, int bins) {
  check_probabilities(probabilities, labels);
  if (bins < 1) throw Error(fmt::format("{} bins: a reliability diagram needs at least one", bins));
  std::vector<ReliabilityBin> result(static_cast<std::size_t>(bins));
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const auto bin = std::min(static_cast<std::size_t>(probabilities[i] * bins), result.size() - 1);
    result[bin].items += 1;
    result[bin].mean_probability += probabilities[i];
    result[bin].positive_share += labels[i];
  }
  for (auto& bin : result) {
    if (bin.items == 0) continue;
    bin.mean_probability /= bin.items;
    bin.positive_share /= bin.items;
  }
  return result;
}

double expected_calibration_error(std::span<const double> probabilities, std::span<const std::uint8_t> labels,
                                  int bins) {
  need_items(probabilities);
  double sum = 0;
  for (const auto& bin : reliability(probabilities, labels, bins)) {
    sum += bin.items * std::abs(bin.mean_probability - bin.positive_share);
  }
  return sum / static_cast<double>(probabilities.size());
}

double brier_score(std::span<const double> probabilities, std::span<const std::uint8_t> labels) {
  need_items(probabilities);
  check_probabilities(probabilities, labels);
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double miss = probabilities[i] - labels[i];
    sum += miss * miss;
  }
  return sum / static_cast<double>(probabilities.size());
}

}  // namespace seqlens::evaluate
