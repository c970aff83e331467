#pragma once

#include "seqlens/cli/streams.h"

#include "motif-discover/options.h"

namespace motif_discover {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace motif_discover
