#pragma once

#include "seqlens/cli/streams.h"

#include "seq-embed/options.h"

namespace seq_embed {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace seq_embed
