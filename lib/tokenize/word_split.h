#pragma once

#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/tokenize/bpe_tokenizer.h"

namespace seqlens::tokenize {

/// The words of text[range] as ranges of the text, in order; see BpeTokenizer::Words.
[[nodiscard]] std::vector<Interval> split_words(std::string_view text, Interval range,
                                                BpeTokenizer::Words words);

}  // namespace seqlens::tokenize
