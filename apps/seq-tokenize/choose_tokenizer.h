#pragma once

#include <memory>

#include "seqlens/tokenize/tokenizer.h"

#include "seq-tokenize/options.h"

namespace seq_tokenize {

/// The tokenizer that the options name. A built-in name wins over a file of that name ("./base" is the file).
/// @throws UsageError when it does not fit --alphabet; InputError when the file is no tokenizer.
std::unique_ptr<const seqlens::tokenize::Tokenizer> choose_tokenizer(const Options& options);

}  // namespace seq_tokenize
