#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seqlens::scan {

/// Which of the one or two logits of a classification head speaks for a promoter.
struct PromoterClass {
  std::size_t promoter = 0;          ///< index of its logit
  std::optional<std::size_t> other;  ///< index of the other one; nothing: the model has one logit
  std::string label;                 ///< what a positive is called in outputs
  /// "z[1 'promoter'] - z[0 'background']; the label says which": for headers and logs.
  std::string text;

  /// Log odds of "promoter" against the other class: z[promoter] - z[other] (softmax of two logits), or the
  /// one logit there is (a sigmoid's).
  [[nodiscard]] double logit(std::span<const float> logits) const;
};

/// Finds the promoter's class by `wanted`, a label or its number, when that is not empty. Else it is the one
/// label that names promoters ("promoter", "Core_Promoter", not "non-promoter"); else class 1 of two.
///
/// @throws UsageError when `wanted` is no label; Error when there are not one or two labels.
[[nodiscard]] PromoterClass find_promoter_class(const std::vector<std::string>& labels,
                                                const std::string& wanted);

}  // namespace seqlens::scan
