#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/model/encoder.h"
#include "seqlens/tokenize/tokenizer.h"

#include "seq-embed/token_record.h"

namespace seq_embed {

/// A token and what the model thinks of it when it cannot see it.
struct ScoredToken {
  std::int64_t index = 0;  ///< in its record, special tokens and all pieces counted
  seqlens::Interval span;  ///< letters of the record
  std::int32_t id = 0;
  double log_probability = 0;  ///< natural logarithm
};

/// Masks one token after another and asks the model for it.
///
/// Scored are the tokens that stand for text and are in the vocabulary, with no mask in their place already;
/// with a convolution stem also only those that a position predicts. A record of T tokens costs T forward
/// passes.
class PseudoLikelihood {
 public:
  /// Keeps references.
  /// @throws UsageError when the model has no masked-LM head or its tokenizer no mask token
  PseudoLikelihood(const seqlens::model::Encoder& encoder, const seqlens::tokenize::Tokenizer& tokenizer);

  /// The scored tokens of each record, in order. A record's scores depend on it alone.
  /// @throws Error naming a record for which the model gives NaN or infinity
  [[nodiscard]] std::vector<std::vector<ScoredToken>> score(std::span<const TokenRecord> records) const;

 private:
  struct Question;
  [[nodiscard]] std::vector<Question> questions_of(const TokenRecord& record, std::size_t number) const;
  [[nodiscard]] std::vector<double> answers(std::span<const TokenRecord> records,
                                            std::span<const Question> questions) const;

  const seqlens::model::Encoder& encoder_;
  const seqlens::tokenize::Tokenizer& tokenizer_;
};

/// ln of the probability that softmax(logits) gives to `chosen`, summed in double precision.
[[nodiscard]] double log_probability(std::span<const float> logits, std::size_t chosen);

}  // namespace seq_embed
