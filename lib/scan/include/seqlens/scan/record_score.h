#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "seqlens/scan/window_score.h"

namespace seqlens::scan {

/// Which strands a record is scored on. `both` is for records whose strand is unknown.
enum class RecordStrand { forward, reverse, both };

/// The strand of an option: "+", "-" or "both". @throws Error for any other text.
[[nodiscard]] RecordStrand record_strand(std::string_view text);

/// How the score of a record comes from those of its windows or bins.
enum class RecordRule {
  best,  ///< that of the best window
  sum,   ///< log odds of "a TSS in any of the bins": log(e^a + e^b + ...)
};

struct RecordScore {
  double logit = 0;
  Strand strand = Strand::forward;
  std::int64_t window_start = 0;  ///< of the best window or bin, on the forward strand of the record
  bool operator==(const RecordScore&) const = default;
};

/// Log odds of "a promoter on either strand", from those of each strand alone: log(e^a + e^b).
[[nodiscard]] double unstranded_logit(double forward, double reverse);

/// log(e^a + e^b + ...) of numbers that come one after the other, and which was the highest, the first of
/// equals.
class LogSum {
 public:
  void add(double logit, std::int64_t place);
  [[nodiscard]] bool empty() const { return total_ == 0; }
  /// @pre not empty
  [[nodiscard]] double value() const;
  [[nodiscard]] std::int64_t best_place() const { return best_place_; }

 private:
  double highest_ = 0;
  double total_ = 0;  // of e^(logit - highest)
  std::int64_t best_place_ = 0;
};

/// The score of a record: by RecordRule::best that of its best window, the leftmost of equals. On both
/// strands a window's logit is unstranded_logit of the two, and the strand is that of the higher one ('+'
/// when they are equal). By RecordRule::sum that of all bins of the strand, or of both strands together,
/// where the strand is the one whose own sum is higher.
class RecordScoreFinder {
 public:
  explicit RecordScoreFinder(RecordStrand strand, RecordRule rule = RecordRule::best)
      : strand_(strand), rule_(rule) {}

  /// The next windows of the record; for `both` by the rule `best` in pairs, '+' before '-'.
  void add(std::span<const WindowScore> windows);
  /// The score of what came since the last take; nothing when there was no window.
  [[nodiscard]] std::optional<RecordScore> take();

 private:
  void offer(const RecordScore& score);
  [[nodiscard]] std::optional<RecordScore> take_sum();

  RecordStrand strand_;
  RecordRule rule_;
  std::optional<RecordScore> best_;
  LogSum forward_;
  LogSum reverse_;
};

}  // namespace seqlens::scan
