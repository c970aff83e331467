#pragma once

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// Ids of the single-base tokenizer. The order is part of every model file that uses it.
enum BaseId : std::int32_t { kBaseA = 0, kBaseC = 1, kBaseG = 2, kBaseT = 3, kBaseN = 4, kBaseMask = 5 };

/// Id of one letter: lower case is upper case, U is T, every other letter is N. Never fails.
[[nodiscard]] std::int32_t base_id(char letter);

/// One token a base, no special tokens: the tokenizer of our own promoter models. Token i covers [i, i + 1).
/// "[MASK]" has an id for masked-LM training, but is no text: encode() never gives it. There is no padding
/// token.
class BaseTokenizer final : public Tokenizer {
 public:
  /// O(letters), never throws on any text.
  [[nodiscard]] Tokens encode(std::string_view text) const override;
  [[nodiscard]] std::unique_ptr<TokenStream> stream() const override;
  [[nodiscard]] std::size_t vocabulary_size() const override;
  [[nodiscard]] std::string_view token(std::int32_t id) const override;
  [[nodiscard]] std::optional<std::int32_t> find(std::string_view token) const override;
  [[nodiscard]] Alphabet alphabet() const override { return Alphabet::dna; }
  [[nodiscard]] std::string_view kind() const override { return "base"; }
  [[nodiscard]] std::int32_t unk_id() const override { return kBaseN; }
  [[nodiscard]] std::optional<std::int32_t> mask_id() const override { return kBaseMask; }
  [[nodiscard]] std::optional<std::int32_t> pad_id() const override { return std::nullopt; }
  [[nodiscard]] std::string to_json() const override;
};

}  // namespace seqlens::tokenize
