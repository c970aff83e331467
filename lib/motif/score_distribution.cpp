#include "seqlens/motif/score_distribution.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace seqlens::motif {
namespace {

std::vector<double> probabilities(const ScoreMatrix& matrix) {
  std::vector<double> now(static_cast<std::size_t>(matrix.most_steps()) + 1);
  std::vector<double> next(now.size());
  now[0] = 1;
  std::size_t reached = 0;  // the greatest sum so far
  for (std::size_t column = 0; column < matrix.width(); ++column) {
    const auto& steps = matrix.steps(column);
    const auto highest = static_cast<std::size_t>(*std::max_element(steps.begin(), steps.end()));
    std::fill(next.begin(), next.begin() + static_cast<std::ptrdiff_t>(reached + highest + 1), 0.0);
    for (std::size_t letter = 0; letter < 4; ++letter) {
      const double p = matrix.background()[letter];
      double* shifted = next.data() + steps[letter];
      for (std::size_t i = 0; i <= reached; ++i) shifted[i] += p * now[i];
    }
    reached += highest;
    now.swap(next);
  }
  return now;
}

/// All words' sums and probabilities, by sum.
std::vector<std::pair<std::int32_t, double>> words_of(const ScoreMatrix& matrix) {
  std::vector<std::pair<std::int32_t, double>> words{{0, 1.0}};
  for (std::size_t column = 0; column < matrix.width(); ++column) {
    std::vector<std::pair<std::int32_t, double>> longer;
    longer.reserve(words.size() * 4);
    for (const auto& [sum, p] : words)
      for (std::size_t letter = 0; letter < 4; ++letter)
        longer.emplace_back(sum + matrix.steps(column)[letter], p * matrix.background()[letter]);
    words.swap(longer);
  }
  std::sort(words.begin(), words.end());
  return words;
}

}  // namespace

ScoreDistribution::ScoreDistribution(const ScoreMatrix& matrix, double largest_p)
    : rounding_(static_cast<std::int32_t>((matrix.width() + 1) / 2)) {
  if (matrix.width() <= ScoreMatrix::kNarrow) {
    for (const auto& [sum, p] : words_of(matrix)) {
      sums_.push_back(sum);
      tail_.push_back(p);
    }
  } else {
    tail_ = probabilities(matrix);
  }
  for (std::size_t i = tail_.size() - 1; i > 0; --i) tail_[i - 1] += tail_[i];
  // The sum of many roundings may lie a hair above what it stands for (4^-8 for
  // --threshold 1.52587890625e-05).
  const double limit = largest_p * (1 + 1e-9);
  auto first =
      std::partition_point(tail_.begin(), tail_.end(), [&](double p) { return p > limit; }) - tail_.begin();
  if (sums_.empty()) {
    first_ = static_cast<std::int32_t>(first) + rounding_;
  } else {
    // Sums within the rounding of one that is above the limit are above it too.
    while (first > 0 && first < std::ssize(sums_) && sums_[first] - sums_[first - 1] <= rounding_) ++first;
    first_ = first < std::ssize(sums_) ? sums_[first] : matrix.most_steps() + 1;
    sums_.erase(sums_.begin(), sums_.begin() + first);
  }
  tail_.erase(tail_.begin(), tail_.begin() + first);
}

double ScoreDistribution::p_value(std::int32_t steps) const {
  const auto at = sums_.empty()
                      ? std::max(steps - first_, 0)
                      : std::lower_bound(sums_.begin(), sums_.end(), steps - rounding_) - sums_.begin();
  return at < std::ssize(tail_) ? std::min(tail_[static_cast<std::size_t>(at)], 1.0) : 0.0;
}

}  // namespace seqlens::motif
