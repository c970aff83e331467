#pragma once

#include <memory>
#include <string_view>

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// The tokenizer that the text of a Hugging Face tokenizer.json describes: type BPE, no normalizer,
/// pre-tokenizer none, Whitespace or WhitespaceSplit, post-processor none, TemplateProcessing or
/// BertProcessing. Truncation and padding are left to the caller. The text is untrusted.
///
/// @throws InputError at `place` naming the field, or what is not supported.
[[nodiscard]] std::unique_ptr<const Tokenizer> tokenizer_from_hugging_face_json(std::string_view text,
                                                                                std::string_view place);

}  // namespace seqlens::tokenize
