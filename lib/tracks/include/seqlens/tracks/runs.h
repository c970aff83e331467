#pragma once

#include <optional>
#include <span>
#include <vector>

#include "seqlens/tracks/interval_value.h"

namespace seqlens::tracks {

/// A stretch of bases whose values all reach a threshold.
struct Run {
  Interval interval;
  float max = 0;
  double mean = 0;  ///< over the bases
  Interval peak;    ///< the first range whose value is max

  bool operator==(const Run&) const = default;
};

/// Joins touching ranges with value >= threshold into runs, as the values of one sequence come: in order,
/// without overlaps, in any number of calls. NaN reaches no threshold. Holds one run.
class RunFinder {
 public:
  explicit RunFinder(float threshold) : threshold_(threshold) {}

  /// Appends to `runs` what is complete now.
  void add(std::span<const IntervalValue> values, std::vector<Run>& runs);
  /// Ends the sequence: appends the run still open. Then the next sequence may begin.
  void finish(std::vector<Run>& runs);
  /// Where the run that may still grow begins.
  [[nodiscard]] std::optional<std::int64_t> open_begin() const {
    return open_ ? std::optional(open_->interval.begin) : std::nullopt;
  }

 private:
  void extend(const IntervalValue& value);

  float threshold_;
  std::optional<Run> open_;
  double sum_ = 0;  // over the bases of open_
};

}  // namespace seqlens::tracks
