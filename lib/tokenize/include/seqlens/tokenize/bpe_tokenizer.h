#pragma once

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// Byte-pair encoding as a Hugging Face tokenizer.json of type BPE describes it (DNABERT-2).
///
/// The text is cut at added tokens ("[MASK]"), then into words; each word starts as single characters
/// (UTF-8), and the pair with the best merge (lowest rank, then leftmost) is joined until none is left. A
/// character that is not in the vocabulary is [UNK] and joins with nothing; soft-masked (lower-case) letters
/// are such. White space is covered by no token. Letters outside ASCII count as word characters; only ASCII
/// white space separates.
class BpeTokenizer final : public Tokenizer {
 public:
  enum class Words {
    whole_text,   ///< no pre-tokenizer: white space is a character like any other
    whitespace,   ///< "Whitespace": runs of word characters, or of other characters (\w+|[^\w\s]+)
    white_split,  ///< "WhitespaceSplit": runs of anything but white space
  };
  struct Settings {
    std::vector<std::string> tokens;                            ///< texts by id, added tokens included
    std::vector<std::pair<std::int32_t, std::int32_t>> merges;  ///< ids of left and right, best first
    std::vector<std::int32_t> added;   ///< tokens found in the raw text before anything else
    std::vector<std::int32_t> before;  ///< special tokens put before each record
    std::vector<std::int32_t> after;   ///< and after it
    std::int32_t unk = 0;
    bool fuse_unk = false;  ///< neighbouring unknown characters of a word are one [UNK]
    Words words = Words::whitespace;
    std::optional<std::int32_t> mask;
    std::optional<std::int32_t> pad;
  };

  /// @throws InputError at `place` for an id outside the vocabulary, or a merge whose result is no token.
  BpeTokenizer(Settings settings, std::string_view place);
  BpeTokenizer(BpeTokenizer&&) noexcept;
  ~BpeTokenizer() override;

  /// O(n log n) for a word of n characters; holds about 40 bytes a character of the longest word.
  [[nodiscard]] Tokens encode(std::string_view text) const override;
  [[nodiscard]] std::size_t vocabulary_size() const override;
  [[nodiscard]] std::string_view token(std::int32_t id) const override;
  [[nodiscard]] std::optional<std::int32_t> find(std::string_view token) const override;
  [[nodiscard]] Alphabet alphabet() const override;
  [[nodiscard]] std::string_view kind() const override { return "bpe"; }
  [[nodiscard]] std::int32_t unk_id() const override;
  [[nodiscard]] std::optional<std::int32_t> mask_id() const override;
  [[nodiscard]] std::optional<std::int32_t> pad_id() const override;
  [[nodiscard]] std::string to_json() const override;

  struct Tables;

 private:
  std::unique_ptr<const Tables> tables_;
};

}  // namespace seqlens::tokenize
