#pragma once

#include "seqlens/cli/streams.h"

#include "model-info/options.h"

namespace model_info {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace model_info
