#pragma once

#include <span>
#include <string>
#include <vector>

#include "mean_error.h"
#include "planted_model.h"

namespace seqlens::test {

/// What a head reads at the positions of one motif when it is at those of another. Means over the windows.
struct PairReading {
  std::string head;
  double pair = 0;           ///< attention of the one motif's positions to the other's
  double elsewhere = 0;      ///< attention at the same distances, neither end at a motif
  double others = 0;         ///< attention of positions at no motif to the other motif
  MeanError over_elsewhere;  ///< pair - elsewhere, over the windows
  MeanError over_others;     ///< pair - others, over the windows
};

enum class Direction { first_to_second, second_to_first };

/// All heads, by layer and head. @param windows  with both motifs.
std::vector<PairReading> read_pairs(const PlantedModel& model, std::span<const PlantedWindow> windows,
                                    Direction direction);

std::string to_text(std::span<const PairReading> readings);

}  // namespace seqlens::test
