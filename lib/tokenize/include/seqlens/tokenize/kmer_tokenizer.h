#pragma once

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// Overlapping k-mers between [CLS] and [SEP], as in DNABERT: one token a position, token i covers [i, i +
/// k).
///
/// A k-mer that holds anything but upper-case A, C, G, T is [UNK], soft-masked letters included (the original
/// does so; who wants them read as bases gives upper case). A text of 510 k-mers or more is split as the
/// original does: [CLS] 510 k-mers [SEP] [CLS] the next ... [SEP], with an empty last piece when they come
/// out even.
class KmerTokenizer final : public Tokenizer {
 public:
  struct Special {
    std::string unk = "[UNK]";
    std::string cls = "[CLS]";
    std::string sep = "[SEP]";
    std::optional<std::string> pad = "[PAD]";
    std::optional<std::string> mask = "[MASK]";
  };
  static constexpr int kLongestK = 8;  ///< 4^8 k-mers are held in a table
  static constexpr std::int64_t kPieceKmers = 510;

  /// All 4^k k-mers in the order A, T, C, G after the five special tokens: the published vocabularies of
  /// DNABERT.
  /// @throws UsageError when k is not 1..8.
  static KmerTokenizer with_all_kmers(int k);

  /// @param tokens  texts by id: special tokens and k-mers over A, C, G, T, all of one length.
  /// @throws InputError at `place` naming the token that is missing or does not fit.
  KmerTokenizer(std::vector<std::string> tokens, Special special, std::string_view place);
  KmerTokenizer(KmerTokenizer&&) noexcept;
  ~KmerTokenizer() override;

  [[nodiscard]] int k() const;

  /// O(letters).
  [[nodiscard]] Tokens encode(std::string_view text) const override;
  [[nodiscard]] std::unique_ptr<TokenStream> stream() const override;
  [[nodiscard]] std::size_t vocabulary_size() const override;
  [[nodiscard]] std::string_view token(std::int32_t id) const override;
  [[nodiscard]] std::optional<std::int32_t> find(std::string_view token) const override;
  [[nodiscard]] Alphabet alphabet() const override { return Alphabet::dna; }
  [[nodiscard]] std::string_view kind() const override { return "kmer"; }
  [[nodiscard]] std::int32_t unk_id() const override;
  [[nodiscard]] std::optional<std::int32_t> mask_id() const override;
  [[nodiscard]] std::optional<std::int32_t> pad_id() const override;
  [[nodiscard]] std::string to_json() const override;

  struct Tables;

 private:
  std::unique_ptr<const Tables> tables_;
};

}  // namespace seqlens::tokenize
