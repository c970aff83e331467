#include "seqlens/motif/score_matrix.h"

#include <algorithm>
#include <cmath>

namespace seqlens::motif {
namespace {

/// From the least to the greatest sum of a matrix (within half a step a column): as many as can be added up
/// one by one; where words are, so many that two different scores hardly ever share one.
constexpr double kSteps = 300'000;
constexpr double kStepsOfNarrow = 1 << 29;

}  // namespace

ScoreMatrix::ScoreMatrix(const Matrix& matrix, const Background& background, double pseudocount)
    : background_(background) {
  double range = 0;
  for (const Column& column : matrix.columns) {
    std::array<double, 4> odds{};
    for (std::size_t i = 0; i < 4; ++i) {
      const double p =
          (column[i] * matrix.sites + pseudocount * background[i]) / (matrix.sites + pseudocount);
      odds[i] = std::log2(p / background[i]);
    }
    const auto [low, high] = std::minmax_element(odds.begin(), odds.end());
    least_ += *low;
    range += *high - *low;
    odds_.push_back(odds);
  }
  if (range > 0) steps_per_bit_ = (width() <= kNarrow ? kStepsOfNarrow : kSteps) / range;
  for (const auto& odds : odds_) {
    const double low = *std::min_element(odds.begin(), odds.end());
    std::array<std::int32_t, 4> steps{};
    for (std::size_t i = 0; i < 4; ++i)
      steps[i] = static_cast<std::int32_t>(std::lround((odds[i] - low) * steps_per_bit_));
    most_steps_ += *std::max_element(steps.begin(), steps.end());
    steps_.push_back(steps);
  }
}

double ScoreMatrix::score(std::string_view word) const {
  double sum = 0;
  for (std::size_t i = 0; i < width(); ++i) sum += odds_[i][letter_index(word[i])];
  return sum;
}

std::int32_t ScoreMatrix::steps_of(std::string_view word) const {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < width(); ++i) sum += steps_[i][letter_index(word[i])];
  return sum;
}

}  // namespace seqlens::motif
