#include "seqlens/tokenize/encode_dna.h"

#include <algorithm>
#include <string>

#include "seqlens/core/dna.h"

namespace seqlens::tokenize {

Tokens encode_dna(const Tokenizer& tokenizer, std::string_view bases) {
  std::string text(bases);
  std::transform(text.begin(), text.end(), text.begin(), canonical_base);
  return tokenizer.encode(text);
}

}  // namespace seqlens::tokenize
