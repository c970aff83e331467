#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "seqlens/scan/window_score.h"

namespace seqlens::scan {

struct CallOptions {
  /// A call is the best window among those whose starts differ by at most this much.
  std::int64_t radius_bases = 500;
  /// Windows below are no calls.
  double min_logit = 0;
  /// Each strand by itself; otherwise a window competes with those of both strands.
  bool per_strand = false;
};

/// Picks the calls out of a record's window scores while they come in.
///
/// A call is a window of at least `min_logit` that no other window within the radius beats: none has a higher
/// logit, and among equals it is the leftmost, on '+' before '-'. A call is known as soon as the scores are
/// `radius_bases` past it, so calls do not depend on how the record is cut into pieces, and memory is bounded
/// by the windows of one radius.
class CallFinder {
 public:
  explicit CallFinder(const CallOptions& options) : options_(options) {}

  /// Windows come by start, '+' before '-'; those that have no logit are left out. Calls that became certain
  /// are appended to `calls`, by start, '+' before '-'. Amortised O(1).
  void add(const WindowScore& window, std::vector<WindowScore>& calls);
  /// No window that starts before `start` will come any more.
  void advance(std::int64_t start, std::vector<WindowScore>& calls);
  /// The record has ended. The finder is ready for another one.
  void finish(std::vector<WindowScore>& calls);

 private:
  struct Candidate {
    WindowScore window;
    bool leads = false;  // nothing before it, within the radius, is as good
  };
  using Lane = std::deque<Candidate>;  // logits never increase

  Lane& lane_of(Strand strand) { return lanes_[options_.per_strand && strand == Strand::reverse ? 1 : 0]; }
  void settle_before(std::int64_t start, std::vector<WindowScore>& calls);

  CallOptions options_;
  Lane lanes_[2];
};

}  // namespace seqlens::scan
