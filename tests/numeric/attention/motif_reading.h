#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "seqlens/attention/agreement.h"
#include "seqlens/attention/reduction.h"
#include "seqlens/core/interval.h"

#include "planted_model.h"

namespace seqlens::test {

/// What is looked at in a window.
struct Spot {
  std::string bases;
  Interval place;
};

/// How much of the mutagenesis effect (mean absolute, over the bases of a window) lies in the spots: the mean
/// share over the windows.
double effect_share(const PlantedModel& model, std::span<const Spot> spots);

/// What one head has to do with the spots. Means over the windows.
struct HeadReading {
  std::string reduction;
  std::string head;
  double fold = 0;       ///< share of the track in the spot, over the spot's share of the bases
  double fold_else = 0;  ///< the same at the spot of the next window: the track, but not the spot
  double z = 0;          ///< highest z of the spot's positions, against shuffled windows
  double z_else = 0;     ///< the same at the spot of the next window
  attention::TrackAgreement agreement;
};

/// All heads, by layer and head.
/// @param seed  of the null's shuffles and of the agreement's permutations.
std::vector<HeadReading> read_heads(const PlantedModel& model, attention::Reduction reduction,
                                    std::span<const Spot> spots, std::uint64_t seed);

/// The readings as a table to print.
std::string to_text(std::span<const HeadReading> readings);

}  // namespace seqlens::test
