#include "seq-tokenize/token_texts.h"

#include "seqlens/core/json_text.h"

namespace seq_tokenize {

TokenTexts::TokenTexts(const seqlens::tokenize::Tokenizer& tokenizer) {
  const std::size_t count = tokenizer.vocabulary_size();
  texts_.reserve(count);
  for (std::size_t id = 0; id < count; ++id)
    texts_.push_back(seqlens::json_escaped(tokenizer.token(static_cast<std::int32_t>(id))));
}

}  // namespace seq_tokenize
