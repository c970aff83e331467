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

struct RecordScore {
  double logit = 0;
  Strand strand = Strand::forward;
  std::int64_t window_start = 0;  ///< of the best window, on the forward strand of the record
  bool operator==(const RecordScore&) const = default;
};

/// Log odds of "a promoter on either strand", from those of each strand alone: log(e^a + e^b).
[[nodiscard]] double unstranded_logit(double forward, double reverse);

/// The score of a record: that of its best window, the leftmost of equals. On both strands a window's logit
/// is unstranded_logit of the two, and the strand is that of the higher one ('+' when they are equal).
class RecordScoreFinder {
 public:
  explicit RecordScoreFinder(RecordStrand strand) : strand_(strand) {}

  /// The next windows of the record; for `both` in pairs, '+' before '-'.
  void add(std::span<const WindowScore> windows);
  /// The score of what came since the last take; nothing when there was no window.
  [[nodiscard]] std::optional<RecordScore> take();

 private:
  void offer(const RecordScore& score);

  RecordStrand strand_;
  std::optional<RecordScore> best_;
};

}  // namespace seqlens::scan
