#pragma once

#include <filesystem>
#include <memory>

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// The tokenizer of a published model: a Hugging Face folder, its tokenizer.json, or its vocab.txt.
///
/// In a folder, "tokenizer_class" of tokenizer_config.json decides (EsmTokenizer, DNATokenizer,
/// PreTrainedTokenizerFast); where it says nothing, tokenizer.json is taken if there is one, else vocab.txt
/// by what is in it. Names of the special tokens come from special_tokens_map.json, then
/// tokenizer_config.json, then the originals' defaults. A vocab.txt alone: protein gets <eos>, DNA none (as
/// ESM and Nucleotide Transformer do).
///
/// Nothing is guessed: what the original would do and this code does not (other classes, normalizers,
/// pre-tokenizers, dropout, byte fallback) is refused by name.
///
/// @throws InputError with the file, the line or field, what was found and what was expected.
[[nodiscard]] std::unique_ptr<const Tokenizer> load_tokenizer(const std::filesystem::path& path);

}  // namespace seqlens::tokenize
