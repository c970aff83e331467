#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/attention/pair_means.h"
#include "seqlens/core/interval.h"
#include "seqlens/mutagenesis/base_effects.h"

#include "attention-tracks/promoter_view.h"
#include "attention-tracks/window_matrices.h"

namespace attention_tracks {

/// A range of bases over which a track does not change.
struct TrackStep {
  seqlens::Interval bases;
  float value = 0;
  float score = 0;  ///< NaN without a null
};

/// A stretch of a record that the page shows, and what is known of it.
struct ReportView {
  std::string name;  ///< of the record
  seqlens::Interval bases;
  std::string letters;
  std::vector<std::vector<TrackStep>> tracks;
  std::vector<seqlens::attention::MeanPair> pairs;  ///< whose query lies in it
  RecordScan scan;                                  ///< what overlaps it
  std::vector<seqlens::mutagenesis::BaseEffects> effects;
  std::optional<WindowMatrices> matrices;
};

}  // namespace attention_tracks
