#pragma once

#include "seqlens/cli/streams.h"

#include "attention-tracks/options.h"

namespace attention_tracks {

int run(const Options& options, seqlens::cli::Streams& streams);

}  // namespace attention_tracks
