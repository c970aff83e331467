#pragma once

#include <optional>

#include "seqlens/seqio/text_output.h"

namespace seqlens::tracks {

/// BED, bedGraph, BEDPE and interact all have contig, begin and end in columns 1 to 3.
[[nodiscard]] inline std::optional<seqio::TabixPreset> bed_index(bool with_index) {
  return with_index ? std::optional(seqio::TabixPreset::bed) : std::nullopt;
}

}  // namespace seqlens::tracks
