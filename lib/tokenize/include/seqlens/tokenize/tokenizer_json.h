#pragma once

#include <memory>
#include <string_view>

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// The tokenizer that Tokenizer::to_json() described: the same ids and maps for every text. `place` names the
/// text in errors ("promoter.safetensors: seqlens.tokenizer"). The text is untrusted: everything in it is
/// checked.
///
/// @throws InputError naming the field, what was found and what was expected.
[[nodiscard]] std::unique_ptr<const Tokenizer> tokenizer_from_json(
    std::string_view text, std::string_view place = "seqlens.tokenizer");

}  // namespace seqlens::tokenize
