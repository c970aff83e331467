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

/// Text of one record -> token ids and where each token lies. Immutable, shared by threads.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;
  [[nodiscard]] virtual Tokens encode(std::string_view text) const = 0;
  [[nodiscard]] virtual std::size_t vocabulary_size() const = 0;
  /// Text of a token id ("ACGTAC", "<cls>"). @throws Error when the id is outside the vocabulary.
  [[nodiscard]] virtual std::string_view token(std::int32_t id) const = 0;
  [[nodiscard]] virtual std::optional<std::int32_t> find(std::string_view token) const = 0;
  [[nodiscard]] virtual Alphabet alphabet() const = 0;
  /// "base", "kmer", "nonoverlapping-kmer", "bpe", "protein"
  [[nodiscard]] virtual std::string_view kind() const = 0;
  [[nodiscard]] virtual std::optional<std::int32_t> mask_id() const = 0;
  [[nodiscard]] virtual std::optional<std::int32_t> pad_id() const = 0;
  /// A self-contained JSON description, as stored in a model file; tokenizer_from_json reads it back.
  [[nodiscard]] virtual std::string to_json() const = 0;
};

}  // namespace seqlens::tokenize
