#pragma once

#include "seqlens/cli/streams.h"

#include "model-evaluate/options.h"

namespace model_evaluate {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace model_evaluate
