#pragma once

#include "seqlens/cli/streams.h"

#include "mutation-scan/loaded_model.h"
#include "mutation-scan/options.h"

namespace mutation_scan {

/// Writes the lines of a VCF back with scores in INFO.
void score_vcf(const Options& options, const LoadedModel& model, seqlens::cli::Streams& streams);

}  // namespace mutation_scan
