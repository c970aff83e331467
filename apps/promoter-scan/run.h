#pragma once

#include "seqlens/cli/streams.h"

#include "promoter-scan/options.h"

namespace promoter_scan {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace promoter_scan
