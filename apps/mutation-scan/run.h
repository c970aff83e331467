#pragma once

#include "seqlens/cli/streams.h"

#include "mutation-scan/options.h"

namespace mutation_scan {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace mutation_scan
