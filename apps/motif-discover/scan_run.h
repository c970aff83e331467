#pragma once

#include "seqlens/cli/streams.h"

#include "motif-discover/scan_options.h"

namespace motif_discover {

int run_scan(const ScanOptions& options, seqlens::cli::Streams& streams);

}  // namespace motif_discover
