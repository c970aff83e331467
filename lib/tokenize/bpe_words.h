#pragma once

#include <optional>
#include <string_view>

#include "seqlens/tokenize/bpe_tokenizer.h"

namespace seqlens::tokenize {

/// The name in our JSON: "whole_text", "whitespace", "white_split".
[[nodiscard]] std::string_view name_of(BpeTokenizer::Words words);
[[nodiscard]] std::optional<BpeTokenizer::Words> words_named(std::string_view name);

}  // namespace seqlens::tokenize
