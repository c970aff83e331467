#pragma once

#include "seqlens/cli/streams.h"

#include "mutation-scan/loaded_model.h"
#include "mutation-scan/options.h"

namespace mutation_scan {

/// Writes a line for each pair of stretches: effects of each and of both, and their epistasis.
void score_pairs(const Options& options, const LoadedModel& model, seqlens::cli::Streams& streams);

}  // namespace mutation_scan
