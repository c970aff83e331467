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

void RecordScoreFinder::add(std::span<const WindowScore> windows) {
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
  return std::exchange(best_, std::nullopt);
}

}  // namespace seqlens::scan
