#pragma once

#include <string>

#include "seqlens/attention/window_runner.h"

#include "attention-tracks/null_source.h"
#include "attention-tracks/request.h"

namespace attention_tracks {

/// Lines that start with '#': how the data came about, and nothing that differs between equal runs.
/// @param null  null: outputs without a threshold.
[[nodiscard]] std::string header_text(const Options& options, const LoadedModel& model,
                                      const Request& request, const seqlens::attention::WindowRunner& runner,
                                      const NullSource* null);

}  // namespace attention_tracks
