#pragma once

#include "seqlens/cli/streams.h"

#include "mutation-scan/loaded_model.h"
#include "mutation-scan/options.h"

namespace mutation_scan {

/// Mutates every base of the inputs, or of their regions, and writes the effects in the formats asked for.
void mutate_all_bases(const Options& options, const LoadedModel& model, seqlens::cli::Streams& streams);

}  // namespace mutation_scan
