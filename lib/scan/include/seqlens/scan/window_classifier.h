#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "seqlens/model/encoder.h"
#include "seqlens/scan/model_parts.h"
#include "seqlens/scan/promoter_class.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::scan {

/// What a user may say of a classification checkpoint that it does not say itself.
struct ClassifierChoices {
  /// Nothing: that of the settings stored in the model, else what it was trained on, else the longest window.
  std::optional<int> window_bases;
  std::string promoter_class;       ///< a label or its number; empty: find_promoter_class decides
  std::string fallback_class = {};  ///< ClassChoice::fallback
  /// Records are scored, not windows: a model that was trained on records of many lengths needs no window.
  bool whole_records = false;
};

/// A checkpoint with a classification head, of any family and tokenizer, that tells windows of bases of one
/// class (the "promoter") from others.
///
/// Without settings stored in the file it is uncalibrated: probabilities are the logistic function of the
/// logit, a call needs a logit of 0, windows start every quarter of a window, and the TSS is put in the
/// window's middle.
struct WindowClassifier {
  std::shared_ptr<const model::Encoder> encoder;
  std::shared_ptr<const tokenize::Tokenizer> tokenizer;
  PromoterClass promoter_class;
  PromoterSettings settings;
  std::string window_text;                    ///< where the window comes from: "the longest that ..."
  std::optional<std::size_t> longest_tokens;  ///< special ones included; nothing: any number

  /// The tokens of a window or record: encode_sequence. Nothing when no token stands for a base, or when
  /// there are more than the model takes (in a window of the longest size: when N breaks k-mers into single
  /// letters).
  [[nodiscard]] std::optional<tokenize::Tokens> tokens(std::string_view bases) const;
};

/// @throws InputError when the model has no such head, or no tokenizer; UsageError when the choices do not
/// fit the model.
[[nodiscard]] WindowClassifier make_window_classifier(const ModelParts& model,
                                                      const ClassifierChoices& choices);

/// Tokens that a model takes at once with this tokenizer, special ones included; nothing: any number.
[[nodiscard]] std::optional<std::size_t> longest_input(const model::EncoderConfig& config,
                                                       const tokenize::Tokenizer& tokenizer);

/// The longest window such that any bases A, C, G, T of that length are at most so many tokens. 0: none.
[[nodiscard]] std::int64_t longest_window(const tokenize::Tokenizer& tokenizer, std::size_t tokens);

}  // namespace seqlens::scan
