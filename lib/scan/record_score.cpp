#include "seqlens/scan/record_score.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include <fmt/core.h>

#include "seqlens/core/errors.h"

namespace seqlens::scan {

RecordStrand record_strand(std::string_view text) {
  if (text == "+") return RecordStrand::forward;
  if (text == "-") return RecordStrand::reverse;
  if (text == "both") return RecordStrand::both;
  throw Error(fmt::format("a strand is '{}', not '+', '-' or 'both'", text));
}

double unstranded_logit(double forward, double reverse) {
  const double high = std::max(forward, reverse);
  return high + std::log1p(std::exp(std::min(forward, reverse) - high));
}

void LogSum::add(double logit, std::int64_t place) {
  if (empty() || logit > highest_) {
    total_ = empty() ? 1 : total_ * std::exp(highest_ - logit) + 1;
    highest_ = logit;
    best_place_ = place;
  } else {
    total_ += std::exp(logit - highest_);
  }
}

double LogSum::value() const {
  assert(!empty());
  return highest_ + std::log(total_);
}

void RecordScoreFinder::add(std::span<const WindowScore> windows) {
  if (rule_ == RecordRule::sum) {
    for (const WindowScore& bin : windows)
      (bin.strand == Strand::reverse ? reverse_ : forward_).add(bin.logit, bin.start);
    return;
  }
  if (strand_ != RecordStrand::both) {
    for (const WindowScore& window : windows) offer({window.logit, window.strand, window.start});
    return;
  }
  for (std::size_t i = 0; i + 1 < windows.size(); i += 2) {
    assert(windows[i].strand == Strand::forward && windows[i + 1].strand == Strand::reverse);
    const double forward = windows[i].logit;
    const double reverse = windows[i + 1].logit;
    const WindowScore& better = forward >= reverse ? windows[i] : windows[i + 1];
    offer({unstranded_logit(forward, reverse), better.strand, better.start});
  }
}

void RecordScoreFinder::offer(const RecordScore& score) {
  if (!best_ || score.logit > best_->logit) best_ = score;
}

std::optional<RecordScore> RecordScoreFinder::take() {
  return rule_ == RecordRule::sum ? take_sum() : std::exchange(best_, std::nullopt);
}

std::optional<RecordScore> RecordScoreFinder::take_sum() {
  const LogSum forward = std::exchange(forward_, {});
  const LogSum reverse = std::exchange(reverse_, {});
  if (forward.empty() && reverse.empty()) return std::nullopt;
  const auto score_of = [](const LogSum& sum, Strand strand) {
    return RecordScore{sum.value(), strand, sum.best_place()};
  };
  if (forward.empty()) return score_of(reverse, Strand::reverse);
  if (reverse.empty()) return score_of(forward, Strand::forward);
  RecordScore score = forward.value() >= reverse.value() ? score_of(forward, Strand::forward)
                                                         : score_of(reverse, Strand::reverse);
  score.logit = unstranded_logit(forward.value(), reverse.value());
  return score;
}

}  // namespace seqlens::scan
