#pragma once

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// Cuts the text from the left into the longest tokens of the vocabulary: what the tokenizers of ESM (one
/// letter a residue) and Nucleotide Transformer (6-mers that do not overlap) do.
///
/// With 6-mers and the letters A, T, C, G, N in the vocabulary this gives the rules of Nucleotide
/// Transformer: an N is its own token and restarts the frame, and a tail shorter than 6 becomes single
/// letters. A run of characters that start no token is one <unk> that covers the run. White space ends a
/// token, and is covered by none. Special tokens written in the text ("MK<mask>V") are themselves.
/// Soft-masked (lower-case) letters are unknown characters, as in the originals.
class LongestMatchTokenizer final : public Tokenizer {
 public:
  struct Special {
    std::string unk = "<unk>";
    std::optional<std::string> cls = "<cls>";  ///< put before each record
    std::optional<std::string> eos = "<eos>";  ///< put after each record; Nucleotide Transformer has none
    std::optional<std::string> pad = "<pad>";
    std::optional<std::string> mask = "<mask>";
  };

  /// The 33 tokens of ESM-2.
  static LongestMatchTokenizer esm();
  /// Nucleotide Transformer v1 (4 special tokens) or v2 (6), k-mers in the order A, T, C, G, then A, T, C, G,
  /// N.
  /// @throws UsageError when k is not 1..8 or version not 1 or 2.
  static LongestMatchTokenizer nucleotide_transformer(int k, int version);

  /// @param tokens  texts by id. Tokens over A, C, G, T, N, U alone mean DNA, any other letter protein.
  /// @throws InputError at `place` naming the token that is missing or does not fit.
  LongestMatchTokenizer(std::vector<std::string> tokens, Special special, std::string_view place);
  LongestMatchTokenizer(LongestMatchTokenizer&&) noexcept;
  ~LongestMatchTokenizer() override;

  /// O(letters * longest token).
  [[nodiscard]] Tokens encode(std::string_view text) const override;
  [[nodiscard]] std::unique_ptr<TokenStream> stream() const override;
  [[nodiscard]] std::size_t vocabulary_size() const override;
  [[nodiscard]] std::string_view token(std::int32_t id) const override;
  [[nodiscard]] std::optional<std::int32_t> find(std::string_view token) const override;
  [[nodiscard]] Alphabet alphabet() const override;
  /// "protein", or "nonoverlapping-kmer" for DNA.
  [[nodiscard]] std::string_view kind() const override;
  [[nodiscard]] std::int32_t unk_id() const override;
  [[nodiscard]] std::optional<std::int32_t> mask_id() const override;
  [[nodiscard]] std::optional<std::int32_t> pad_id() const override;
  [[nodiscard]] std::string to_json() const override;

  struct Tables;

 private:
  std::unique_ptr<const Tables> tables_;
};

}  // namespace seqlens::tokenize
