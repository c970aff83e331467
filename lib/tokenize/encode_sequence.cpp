#include "seqlens/tokenize/encode_sequence.h"

#include <algorithm>
#include <string>

#include "seqlens/core/dna.h"
#include "seqlens/tokenize/special_text.h"

namespace seqlens::tokenize {

Tokens encode_sequence(const Tokenizer& tokenizer, std::string_view letters) {
  std::string text(letters);
  if (tokenizer.alphabet() == Alphabet::dna) {
    std::transform(text.begin(), text.end(), text.begin(), canonical_base);
  } else {
    SpecialText special;
    make_upper_case(text, special);
  }
  return tokenizer.encode(text);
}

}  // namespace seqlens::tokenize
