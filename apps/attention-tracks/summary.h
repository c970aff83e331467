#pragma once

#include <string>

#include "seqlens/attention/record_tracks.h"

namespace attention_tracks {

/// One line: records, bases, windows, what was skipped and why, time, speed.
[[nodiscard]] std::string summary_text(const seqlens::attention::TrackCounts& counts,
                                       std::uint64_t passed_over, double seconds);

}  // namespace attention_tracks
