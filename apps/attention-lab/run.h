#pragma once

#include "seqlens/cli/streams.h"

#include "attention-lab/options.h"

namespace attention_lab {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace attention_lab
