#pragma once

#include <string_view>

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// Tokens of DNA as it lies in files, for programs that scan, train and judge: soft-masked (lower-case)
/// letters are the same letters, U is T, every other letter is N. What N becomes is the tokenizer's own rule:
/// a token (Nucleotide Transformer), or unknown k-mers and pieces (DNABERT, DNABERT-2).
///
/// Map entries count letters of `bases`. Cost: that of encode() and a copy.
[[nodiscard]] Tokens encode_dna(const Tokenizer& tokenizer, std::string_view bases);

}  // namespace seqlens::tokenize
