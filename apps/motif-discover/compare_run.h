#pragma once

#include "seqlens/cli/streams.h"

#include "motif-discover/compare_options.h"

namespace motif_discover {

int run_compare(const CompareOptions& options, seqlens::cli::Streams& streams);

}  // namespace motif_discover
