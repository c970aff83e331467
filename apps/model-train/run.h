#pragma once

#include "seqlens/cli/streams.h"

#include "model-train/options.h"

namespace model_train {

/// Trains and writes the model file; returns the exit code. Figures of the run go to the log and to
/// --metrics.
int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace model_train
