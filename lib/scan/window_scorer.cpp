#include "seqlens/scan/window_scorer.h"

#include <cassert>

#include "seqlens/scan/strand_windows.h"

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

void WindowScorer::score_variant_strands(std::string_view, std::span<const std::string>, std::span<float>,
                                         std::span<float>) const {
  assert(!"a scorer of one strand");
}

std::optional<float> WindowScorer::score_short(std::string_view bases) const {
  const std::string window = padded_window(bases, *this);
  std::optional<float> logit;
  const std::int64_t start = 0;
  score(window, {&start, 1}, true, {&logit, 1});
  return logit;
}

}  // namespace seqlens::scan
