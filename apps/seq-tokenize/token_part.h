#pragma once

#include <cstdint>
#include <string>

#include "seqlens/tokenize/tokenizer.h"

namespace seq_tokenize {

/// Consecutive tokens of one record; a long record comes in several parts.
struct TokenPart {
  std::string record;
  bool is_first = true;
  bool is_last = true;
  std::int64_t offset = 0;       ///< added to every place, for regions
  std::int64_t first_index = 0;  ///< of the first token here
  std::int64_t letters = 0;      ///< read for this part
  std::string text;              ///< still to be tokenised; only in a part that is the whole record
  seqlens::tokenize::Tokens tokens;
};

/// Removes the tokens that cover no text.
void drop_special(seqlens::tokenize::Tokens& tokens);

}  // namespace seq_tokenize
