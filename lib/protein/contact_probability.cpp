#include "seqlens/protein/contact_probability.h"

#include <algorithm>
#include <cmath>

namespace seqlens::protein {
namespace {

constexpr std::size_t kNearest = 6;

struct Spread {
  double mean = 0;
  double deviation = 0;
};

Spread spread_of(const PairScores& scores) {
  double count = 0, sum = 0, squares = 0;
  for (std::size_t i = 0; i < scores.columns; ++i)
    for (std::size_t j = i + kNearest; j < scores.columns; ++j) {
      const double value = scores.at(i, j);
      count += 1;
      sum += value;
      squares += value * value;
    }
  if (count == 0) return {};
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

}  // namespace

PairScores contact_probabilities(const PairScores& corrected, const ContactCalibration& calibration) {
  const Spread spread = spread_of(corrected);
  PairScores probabilities(corrected.columns);
  for (std::size_t i = 0; i < corrected.columns; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const double z = spread.deviation > 0 ? (corrected.at(i, j) - spread.mean) / spread.deviation : 0;
      probabilities.set(i, j, 1 / (1 + std::exp(-(calibration.intercept + calibration.slope * z))));
    }
  return probabilities;
}

}  // namespace seqlens::protein
