#include "seqlens/motif/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "seqlens/core/errors.h"
#include "seqlens/core/false_discovery.h"

namespace seqlens::motif {
namespace {

/// Steps between the least and the greatest score of a query's columns.
constexpr double kSteps = 200;

double euclidean(const Column& a, const Column& b) {
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return -std::sqrt(sum);
}

/// 0 where a column is even: it correlates with nothing.
double pearson(const Column& a, const Column& b) {
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    aa += (a[i] - 0.25) * (a[i] - 0.25);
    bb += (b[i] - 0.25) * (b[i] - 0.25);
    ab += (a[i] - 0.25) * (b[i] - 0.25);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

Column turned(const Column& column) {
  return {column[3], column[2], column[1], column[0]};
}

/// A distribution over whole numbers: p[i] belongs to low + i.
struct Distribution {
  std::int64_t low = 0;
  std::vector<double> p;

  [[nodiscard]] Distribution plus(const Distribution& other) const {
    Distribution sum{low + other.low, std::vector<double>(p.size() + other.p.size() - 1)};
    for (std::size_t j = 0; j < other.p.size(); ++j) {
      if (other.p[j] == 0) continue;
      for (std::size_t i = 0; i < p.size(); ++i) sum.p[i + j] += p[i] * other.p[j];
    }
    return sum;
  }
};

/// The scores of a query's columns with all columns of a database, as whole steps above their median, and
/// how sums of them are distributed.
class QueryScores {
 public:
  QueryScores(const Matrix& query, std::span<const Column> columns, ColumnScore score)
      : width_(query.width()), columns_(columns.size()) {
    for (std::size_t strand = 0; strand < 2; ++strand) {
      raw_[strand].resize(width_ * columns_);
      for (std::size_t j = 0; j < width_; ++j)
        for (std::size_t t = 0; t < columns_; ++t)
          raw_[strand][j * columns_ + t] =
              column_score(query.columns[j], strand == 0 ? columns[t] : turned(columns[t]), score);
    }
    take_steps();
    add_up();
  }

  [[nodiscard]] double raw(std::size_t strand, std::size_t j, std::size_t t) const {
    return raw_[strand][j * columns_ + t];
  }
  [[nodiscard]] std::int64_t steps(std::size_t strand, std::size_t j, std::size_t t) const {
    return steps_[strand][j * columns_ + t];
  }
  /// P(sum >= steps) of the columns [first, end) of the query.
  [[nodiscard]] double p_value(std::size_t first, std::size_t end, std::int64_t steps) const {
    const Distribution& tail = tails_[first * width_ + end - 1];
    const std::int64_t at = std::max<std::int64_t>(steps - tail.low, 0);
    return at < static_cast<std::int64_t>(tail.p.size()) ? std::min(tail.p[static_cast<std::size_t>(at)], 1.0)
                                                         : 0;
  }

 private:
  [[nodiscard]] double median(std::size_t j) const {
    std::vector<double> all;
    for (const auto& raw : raw_)
      all.insert(all.end(), raw.begin() + static_cast<std::ptrdiff_t>(j * columns_),
                 raw.begin() + static_cast<std::ptrdiff_t>((j + 1) * columns_));
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return *middle;
  }

  void take_steps() {
    double low = raw_[0][0], high = low;
    for (const auto& raw : raw_)
      for (const double value : raw) low = std::min(low, value), high = std::max(high, value);
    const double scale = high > low ? kSteps / (high - low) : 1;
    for (auto& steps : steps_) steps.resize(width_ * columns_);
    for (std::size_t j = 0; j < width_; ++j) {
      const double middle = median(j);
      for (std::size_t strand = 0; strand < 2; ++strand)
        for (std::size_t i = j * columns_; i < (j + 1) * columns_; ++i)
          steps_[strand][i] = std::lround((raw_[strand][i] - middle) * scale);
    }
  }

  [[nodiscard]] Distribution of_column(std::size_t j) const {
    std::int64_t low = steps(0, j, 0), high = low;
    for (std::size_t strand = 0; strand < 2; ++strand)
      for (std::size_t t = 0; t < columns_; ++t)
        low = std::min(low, steps(strand, j, t)), high = std::max(high, steps(strand, j, t));
    Distribution distribution{low, std::vector<double>(static_cast<std::size_t>(high - low) + 1)};
    const double share = 0.5 / static_cast<double>(columns_);
    for (std::size_t strand = 0; strand < 2; ++strand)
      for (std::size_t t = 0; t < columns_; ++t)
        distribution.p[static_cast<std::size_t>(steps(strand, j, t) - low)] += share;
    return distribution;
  }

  void add_up() {
    std::vector<Distribution> singles;
    for (std::size_t j = 0; j < width_; ++j) singles.push_back(of_column(j));
    tails_.resize(width_ * width_);
    for (std::size_t first = 0; first < width_; ++first) {
      Distribution sum = singles[first];
      for (std::size_t last = first; last < width_; ++last) {
        if (last > first) sum = sum.plus(singles[last]);
        Distribution& tail = tails_[first * width_ + last];
        tail = sum;
        for (std::size_t i = tail.p.size() - 1; i > 0; --i) tail.p[i - 1] += tail.p[i];
      }
    }
  }

  std::size_t width_, columns_;
  std::vector<double> raw_[2];
  std::vector<std::int64_t> steps_[2];
  std::vector<Distribution> tails_;
};

/// Columns of a query and a target that lie on each other at an offset.
struct Overlap {
  std::size_t query_first, target_first, columns;
};

Overlap overlap_at(std::int64_t offset, std::size_t query, std::size_t target) {
  const auto first = static_cast<std::size_t>(std::max<std::int64_t>(-offset, 0));
  const auto on = static_cast<std::size_t>(std::max<std::int64_t>(offset, 0));
  return {first, on, std::min(query - first, target - on)};
}

/// P(the best of all alignments has as many steps), alignments of either orientation taken as independent: an
/// alignment at the edge, where few columns lie on each other, seldom reaches what one in the middle does.
double p_of_best(const QueryScores& scores, std::size_t query, std::size_t target, std::int64_t steps) {
  double log_none = 0;
  for (std::int64_t offset = 1 - static_cast<std::int64_t>(query); offset < static_cast<std::int64_t>(target);
       ++offset) {
    const Overlap overlap = overlap_at(offset, query, target);
    log_none +=
        std::log1p(-scores.p_value(overlap.query_first, overlap.query_first + overlap.columns, steps));
  }
  return -std::expm1(2 * log_none);
}

Match best_alignment(const QueryScores& scores, std::size_t query, std::size_t first_column,
                     std::size_t target) {
  Match best;
  std::int64_t most = std::numeric_limits<std::int64_t>::min();
  for (std::size_t strand = 0; strand < 2; ++strand) {
    for (std::int64_t offset = 1 - static_cast<std::int64_t>(query);
         offset < static_cast<std::int64_t>(target); ++offset) {
      const Overlap overlap = overlap_at(offset, query, target);
      std::int64_t steps = 0;
      double raw = 0;
      for (std::size_t i = 0; i < overlap.columns; ++i) {
        const std::size_t on = overlap.target_first + i;
        const std::size_t column = first_column + (strand == 0 ? on : target - 1 - on);
        steps += scores.steps(strand, overlap.query_first + i, column);
        raw += scores.raw(strand, overlap.query_first + i, column);
      }
      if (steps < most || (steps == most && overlap.columns <= best.overlap)) continue;
      most = steps;
      best.offset = offset;
      best.overlap = overlap.columns;
      best.strand = strand == 0 ? Strand::forward : Strand::reverse;
      best.score = raw;
    }
  }
  best.p = p_of_best(scores, query, target, most);
  return best;
}

}  // namespace

double column_score(const Column& a, const Column& b, ColumnScore score) {
  return score == ColumnScore::euclidean ? euclidean(a, b) : pearson(a, b);
}

Comparer::Comparer(std::span<const Matrix> targets, ColumnScore score) : score_(score), first_{0} {
  for (const Matrix& target : targets) {
    columns_.insert(columns_.end(), target.columns.begin(), target.columns.end());
    first_.push_back(columns_.size());
  }
  if (columns_.empty()) throw Error("no matrices to compare with");
}

std::vector<Match> Comparer::compare(const Matrix& query) const {
  const QueryScores scores(query, columns_, score_);
  std::vector<Match> matches;
  std::vector<double> p_values;
  const std::size_t targets = first_.size() - 1;
  for (std::size_t target = 0; target < targets; ++target) {
    Match match = best_alignment(scores, query.width(), first_[target], first_[target + 1] - first_[target]);
    match.target = target;
    match.e = match.p * static_cast<double>(targets);
    p_values.push_back(match.p);
    matches.push_back(match);
  }
  const auto q_values = benjamini_hochberg(p_values);
  for (std::size_t i = 0; i < matches.size(); ++i) matches[i].q = q_values[i];
  std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    if (a.p != b.p) return a.p < b.p;
    return a.score / static_cast<double>(a.overlap) > b.score / static_cast<double>(b.overlap);
  });
  return matches;
}

Similarity similarity(const Matrix& query, const Matrix& target, std::size_t least_overlap) {
  Similarity best;
  const Matrix other = reverse_complement(target);
  for (const Strand strand : {Strand::forward, Strand::reverse}) {
    const Matrix& on = strand == Strand::forward ? target : other;
    for (std::int64_t offset = 1 - static_cast<std::int64_t>(query.width());
         offset < static_cast<std::int64_t>(target.width()); ++offset) {
      const Overlap overlap = overlap_at(offset, query.width(), target.width());
      if (overlap.columns < least_overlap) continue;
      double sum = 0;
      for (std::size_t i = 0; i < overlap.columns; ++i)
        sum += pearson(query.columns[overlap.query_first + i], on.columns[overlap.target_first + i]);
      const double mean = sum / static_cast<double>(overlap.columns);
      if (mean > best.correlation) best = {mean, offset, overlap.columns, strand};
    }
  }
  return best;
}

}  // namespace seqlens::motif
