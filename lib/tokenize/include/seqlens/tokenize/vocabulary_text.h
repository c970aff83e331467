#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {

/// What the files beside a vocab.txt say of its special tokens: "eos_token" -> its text, or nothing where
/// they say that there is none (null). A key that is absent leaves the original's default.
using StatedSpecial = std::map<std::string, std::optional<std::string>, std::less<>>;

/// The tokens of a vocab.txt: one a line, the id is the line's number from 0; white space around them is
/// dropped.
/// @throws InputError with the line, for an empty or repeated token.
[[nodiscard]] std::vector<std::string> read_vocabulary(std::string_view text, std::string_view place);

/// True for the vocabulary of an overlapping k-mer tokenizer: [CLS] and [SEP], and k-mers of one length.
[[nodiscard]] bool holds_overlapping_kmers(const std::vector<std::string>& tokens);

/// KmerTokenizer for a vocabulary of k-mers with [CLS] and [SEP] (DNABERT), LongestMatchTokenizer for one
/// with <cls> (ESM, Nucleotide Transformer). Names of special tokens that `stated` does not give are the
/// originals'; <eos> is then put after proteins alone.
/// @throws InputError naming the token that is missing or does not fit.
[[nodiscard]] std::unique_ptr<const Tokenizer> tokenizer_from_vocabulary(std::string_view text,
                                                                         std::string_view place,
                                                                         const StatedSpecial& stated = {});

}  // namespace seqlens::tokenize
