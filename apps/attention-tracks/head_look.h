#pragma once

#include <string>
#include <vector>

#include "seqlens/attention/reduction.h"
#include "seqlens/tracks/colours.h"

#include "attention-tracks/options.h"

namespace attention_tracks {

/// One head as it is written.
struct HeadLook {
  std::string name;
  seqlens::tracks::Rgb colour;
};

/// The plan's tracks: a head's colour is that of its number in the layer.
[[nodiscard]] std::vector<HeadLook> head_looks(const seqlens::attention::ReductionPlan& plan);

/// How scores become runs.
struct RunThreshold {
  double lowest = 3;          ///< score of a run's bases
  double score_highest = 10;  ///< score of BED's 1000; BED's 0 is score 0
};

/// Scores of a quantile are shares of the windows.
[[nodiscard]] RunThreshold run_threshold(const Options& options);

}  // namespace attention_tracks
