#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace seqlens::scan {

/// Which logit of a classification head a score speaks for: the "promoter" of a scan, whatever the model
/// calls it.
struct PromoterClass {
  std::size_t promoter = 0;         ///< index of its logit
  std::vector<std::size_t> others;  ///< indices of the others; none: the model has one logit
  std::string label;                ///< the model's own name of it, in outputs
  /// "z[1 'promoter'] - z[0 'background']; the label says which": for headers and logs.
  std::string text;

  /// Log odds of the class against the others: z[promoter] - z[other] of two logits, z[promoter] - ln sum exp
  /// of the others of more (softmax), or the one logit there is (a sigmoid's).
  [[nodiscard]] double logit(std::span<const float> logits) const;
};

/// Who says which class is meant, the first that does.
struct ClassChoice {
  std::string wanted;  ///< the user: a label or its number; empty: says nothing
  std::string stored;  ///< the model file (TrainedOn::score_label); empty: says nothing
  std::string fallback =
      {};                   ///< when no label says either: a label or its number; empty: then it is an error
  bool each_alone = false;  ///< labels are true each by itself: a logit stands against no other
};

/// Finds the class: the user's, the stored one, the one label that names promoters ("promoter",
/// "Core_Promoter", not "non-promoter"), the only one there is, the fallback.
///
/// @throws UsageError when the user's is no label, or when nothing says which one is meant, with the labels;
/// Error
///         when there are none, or the stored one is none of them.
[[nodiscard]] PromoterClass find_promoter_class(const std::vector<std::string>& labels,
                                                const ClassChoice& choice);

}  // namespace seqlens::scan
