#include "seqlens/scan/window_scorer.h"

#include <cassert>

namespace seqlens::scan {

void WindowScorer::score_variants(std::string_view reference, std::span<const std::string> variants,
                                  std::span<float> logits) const {
  assert(variants.size() == logits.size());
  static_cast<void>(reference);
  const std::int64_t start = 0;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    std::optional<float> logit;
    score(variants[i], {&start, 1}, true, {&logit, 1});
    logits[i] = logit.value();
  }
}

std::optional<float> WindowScorer::score_short(std::string_view bases) const {
  std::string window(static_cast<std::size_t>(flank_bases() + window_bases()) - bases.size(), 'N');
  window += bases;
  window.append(static_cast<std::size_t>(flank_bases()), 'N');
  std::optional<float> logit;
  const std::int64_t start = 0;
  score(window, {&start, 1}, true, {&logit, 1});
  return logit;
}

}  // namespace seqlens::scan
