#pragma once

#include "seqlens/cli/streams.h"

#include "seq-tokenize/options.h"

namespace seq_tokenize {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace seq_tokenize
