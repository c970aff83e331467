#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/motif/matrix.h"

namespace seqlens::motif {

enum class ColumnScore { euclidean, pearson };

/// How a query lies on a target that it was compared with.
struct Match {
  std::size_t target = 0;  ///< its place in the database
  double p = 1;            ///< of so good an alignment, of all that were tried, by chance
  double e = 0;            ///< p times the size of the database
  double q = 1;            ///< Benjamini and Hochberg over the database
  /// Column of the target under the query's first one; negative: the query begins before the target. For
  /// `reverse` the target is the one turned round.
  std::int64_t offset = 0;
  std::size_t overlap = 0;  ///< columns that lie on each other
  Strand strand = Strand::forward;
  double score = 0;  ///< sum over columns that lie on each other; larger is better
};

/// Compares matrices with those of a database as Tomtom does (Gupta et al. 2007), with complete scores
/// (Tanaka et al. 2011): a column of the query that lies on none has the median of its scores.
///
/// The score of two columns is minus their Euclidean distance, or their Pearson correlation, less the median
/// of the query's column with all columns of the database, both strands. An alignment's score is their sum,
/// its null the sum of independent draws. p is for the best of all w_query + w_target - 1 offsets in both
/// orientations, taken as independent.
class Comparer {
 public:
  /// Copies what it needs. @throws Error when there is no target.
  explicit Comparer(std::span<const Matrix> targets, ColumnScore score = ColumnScore::euclidean);

  /// One a target, best first: by p, then by mean score of a column, then in the order of the database.
  /// O(w^2 x steps + w x columns of the database). Thread-safe.
  [[nodiscard]] std::vector<Match> compare(const Matrix& query) const;

 private:
  ColumnScore score_;
  std::vector<std::size_t> first_;  // of each target's columns, one more than targets
  std::vector<Column> columns_;     // of all targets
};

/// The score of two columns.
[[nodiscard]] double column_score(const Column& a, const Column& b, ColumnScore score);

/// How alike two matrices are: the best mean Pearson correlation of columns that lie on each other, over all
/// offsets and orientations that lay at least `least_overlap` columns on each other.
struct Similarity {
  double correlation = -1;
  std::int64_t offset = 0;  ///< as in Match
  std::size_t overlap = 0;
  Strand strand = Strand::forward;
};
[[nodiscard]] Similarity similarity(const Matrix& query, const Matrix& target, std::size_t least_overlap);

}  // namespace seqlens::motif
