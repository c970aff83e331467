#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/tokenize/token_map.h"

namespace seqlens::tokenize {

enum class Alphabet { dna, protein };

struct Tokens {
  std::vector<std::int32_t> ids;  ///< special tokens included
  TokenMap map;                   ///< as many entries as ids
};

/// Tokenises one record that arrives in pieces; the tokens are those of encode() on the whole text, wherever
/// it is cut.
class TokenStream {
 public:
  virtual ~TokenStream() = default;
  /// Appends the tokens that are certain by now to `out`. Map entries count from the start of the record.
  virtual void add(std::string_view text, Tokens& out) = 0;
  /// The record ends: appends what is left. Nothing may be added after it.
  virtual void finish(Tokens& out) = 0;
};

/// Text of one record -> token ids and where each token lies. Immutable, shared by threads.
///
/// Map entries count bytes of the text. Tokens of one record come in the order of the text. White space in
/// the text is covered by no token unless the kind says otherwise.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;
  [[nodiscard]] virtual Tokens encode(std::string_view text) const = 0;
  /// For records too long to hold; must not outlive the tokenizer. Base, k-mer and protein tokenizers hold a
  /// few letters between pieces; the others hold the whole text until finish().
  [[nodiscard]] virtual std::unique_ptr<TokenStream> stream() const;
  [[nodiscard]] virtual std::size_t vocabulary_size() const = 0;
  /// Text of a token id ("ACGTAC", "<cls>"). @throws Error when the id is outside the vocabulary.
  [[nodiscard]] virtual std::string_view token(std::int32_t id) const = 0;
  [[nodiscard]] virtual std::optional<std::int32_t> find(std::string_view token) const = 0;
  [[nodiscard]] virtual Alphabet alphabet() const = 0;
  /// "base", "kmer", "nonoverlapping-kmer", "bpe", "protein"
  [[nodiscard]] virtual std::string_view kind() const = 0;
  /// Of text that the vocabulary does not hold.
  [[nodiscard]] virtual std::int32_t unk_id() const = 0;
  [[nodiscard]] virtual std::optional<std::int32_t> mask_id() const = 0;
  [[nodiscard]] virtual std::optional<std::int32_t> pad_id() const = 0;
  /// A self-contained JSON description, as stored in a model file; tokenizer_from_json reads it back.
  [[nodiscard]] virtual std::string to_json() const = 0;
};

/// True when special tokens may be written in the text ("MK<mask>V"): FASTA must then let brackets through.
[[nodiscard]] bool reads_special_text(const Tokenizer& tokenizer);

}  // namespace seqlens::tokenize
