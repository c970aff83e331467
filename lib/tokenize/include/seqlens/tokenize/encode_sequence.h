#pragma once

#include <string_view>

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// Tokens of a sequence as it lies in files, for programs that scan, train and judge: soft-masked
/// (lower-case) letters are the same letters; for a tokenizer of DNA, U is T and every other letter is N.
/// What N becomes is the tokenizer's own rule: a token (Nucleotide Transformer), or unknown k-mers and pieces
/// (DNABERT, DNABERT-2). A protein tokenizer's special tokens written in the text stay what they are.
///
/// Map entries count letters of `letters`. Cost: that of encode() and a copy.
[[nodiscard]] Tokens encode_sequence(const Tokenizer& tokenizer, std::string_view letters);

}  // namespace seqlens::tokenize
