#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seq_embed {

/// How the tokens of a record fit into a model.
enum class Fit {
  fits,
  too_short,  ///< no token stands for text, or fewer tokens than a position of the stem sees
  too_long,   ///< a piece is longer than the model takes
};

/// Knows how many tokens the model takes at once, and splits what is longer.
class PieceCutter {
 public:
  /// @param max_tokens  a lower limit than the model's, special tokens included
  /// @throws UsageError when max_tokens leaves no room for text
  PieceCutter(const seqlens::model::EncoderConfig& config, const seqlens::tokenize::Tokenizer& tokenizer,
              std::optional<int> max_tokens);

  /// Tokens that the model takes at once; nothing when it takes any number.
  [[nodiscard]] std::optional<std::size_t> longest() const { return longest_; }
  [[nodiscard]] std::size_t shortest() const { return shortest_; }

  /// The pieces that the tokenizer itself made: DNABERT's begins a new one with each [CLS].
  [[nodiscard]] std::vector<seqlens::tokenize::Tokens> pieces(seqlens::tokenize::Tokens tokens) const;

  [[nodiscard]] Fit fit(const std::vector<seqlens::tokenize::Tokens>& pieces) const;

  /// Splits each piece that is too long into as few as possible, of sizes that differ by one token at most,
  /// each between the special tokens of the whole.
  [[nodiscard]] std::vector<seqlens::tokenize::Tokens> split(
      const std::vector<seqlens::tokenize::Tokens>& pieces) const;

 private:
  std::optional<std::size_t> longest_;
  std::size_t shortest_;
  std::optional<std::int32_t> piece_start_;  // DNABERT's [CLS]
};

}  // namespace seq_embed
