#include "seqlens/motif/enrichment.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace seqlens::motif {
namespace {

/// The logarithm of n!; lgamma() writes a global sign, which several threads may not.
double log_factorial(std::int64_t n) {
  int sign = 0;
  return ::lgamma_r(static_cast<double>(n) + 1, &sign);
}

double log_choose(std::int64_t n, std::int64_t k) {
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

}  // namespace

double fisher_greater(const Presence& presence) {
  const auto& [with, positives, others_with, negatives] = presence;
  const std::int64_t all_with = with + others_with;
  const double log_all = log_choose(positives + negatives, all_with);
  const std::int64_t most = std::min(positives, all_with);
  double sum = 0;
  for (std::int64_t k = std::max(with, all_with - negatives); k <= most; ++k) {
    const double term = std::exp(log_choose(positives, k) + log_choose(negatives, all_with - k) - log_all);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return std::min(sum, 1.0);
}

double fold(const Presence& presence) {
  const double positives =
      (static_cast<double>(presence.positives_with) + 0.5) / (static_cast<double>(presence.positives) + 1);
  const double negatives =
      (static_cast<double>(presence.negatives_with) + 0.5) / (static_cast<double>(presence.negatives) + 1);
  return positives / negatives;
}

double excess(const Presence& presence) {
  const auto seen = static_cast<double>(presence.positives_with);
  const double expected = static_cast<double>(presence.positives) *
                          (static_cast<double>(presence.negatives_with) + 1) /
                          (static_cast<double>(presence.negatives) + 2);
  if (!(expected > 0)) return 0;
  const double deviance = 2 * ((seen > 0 ? seen * std::log(seen / expected) : 0) - (seen - expected));
  const double root = std::sqrt(std::max(deviance, 0.0));
  return seen >= expected ? root : -root;
}

double auroc(std::span<const double> positives, std::span<const double> negatives) {
  if (positives.empty() || negatives.empty()) return 0.5;
  std::vector<double> others(negatives.begin(), negatives.end());
  std::sort(others.begin(), others.end());
  double sum = 0;
  for (const double value : positives) {
    const auto [low, high] = std::equal_range(others.begin(), others.end(), value);
    sum += static_cast<double>(low - others.begin()) + 0.5 * static_cast<double>(high - low);
  }
  return sum / static_cast<double>(positives.size()) / static_cast<double>(others.size());
}

}  // namespace seqlens::motif
