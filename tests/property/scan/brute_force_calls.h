#pragma once

#include <cmath>
#include <vector>

#include "seqlens/scan/call_finder.h"

namespace seqlens::test {

/// The definition of a call, read off the whole score track: O(windows^2).
inline std::vector<scan::WindowScore> brute_force_calls(const std::vector<scan::WindowScore>& track,
                                                        const scan::CallOptions& options) {
  const auto beats = [](const scan::WindowScore& a, const scan::WindowScore& b) {
    if (a.logit != b.logit) return a.logit > b.logit;
    if (a.start != b.start) return a.start < b.start;
    return a.strand == Strand::forward && b.strand == Strand::reverse;
  };
  std::vector<scan::WindowScore> calls;
  for (const auto& window : track) {
    bool is_call = window.logit >= options.min_logit;
    for (const auto& other : track) {
      const bool competes = std::abs(other.start - window.start) <= options.radius_bases &&
                            !(options.per_strand && other.strand != window.strand);
      if (competes && beats(other, window)) is_call = false;
    }
    if (is_call) calls.push_back(window);
  }
  return calls;
}

}  // namespace seqlens::test
