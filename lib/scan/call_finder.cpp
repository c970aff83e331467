#include "seqlens/scan/call_finder.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace seqlens::scan {
namespace {

bool comes_before(const WindowScore& a, const WindowScore& b) {
  return a.start != b.start ? a.start < b.start : a.strand == Strand::forward && b.strand == Strand::reverse;
}

}  // namespace

void CallFinder::add(const WindowScore& window, std::vector<WindowScore>& calls) {
  assert(std::isfinite(window.logit));
  advance(window.start, calls);
  if (window.logit < options_.min_logit) return;  // neither a call nor able to beat one
  Lane& lane = lane_of(window.strand);
  while (!lane.empty() && lane.back().window.logit < window.logit) lane.pop_back();
  // What is left is within the radius and at least as good; equals that came earlier win.
  lane.push_back({window, lane.empty()});
}

void CallFinder::advance(std::int64_t start, std::vector<WindowScore>& calls) {
  settle_before(start - options_.radius_bases, calls);
}

void CallFinder::finish(std::vector<WindowScore>& calls) {
  settle_before(std::numeric_limits<std::int64_t>::max(), calls);
}

void CallFinder::settle_before(std::int64_t start, std::vector<WindowScore>& calls) {
  const std::size_t first_new = calls.size();
  for (Lane& lane : lanes_) {
    for (; !lane.empty() && lane.front().window.start < start; lane.pop_front()) {
      if (lane.front().leads) calls.push_back(lane.front().window);
    }
  }
  std::sort(calls.begin() + static_cast<std::ptrdiff_t>(first_new), calls.end(), comes_before);
}

}  // namespace seqlens::scan
