#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/core/random.h"

namespace seqlens::test {

/// Sequences of which it is known why they have their label. Windows are uniform random bases with motifs
/// written over them, of even GC, so that neither composition nor position says anything.
inline constexpr std::size_t kPlantedWindow = 48;
inline constexpr std::string_view kFirstMotif = "CAGATGTC";
inline constexpr std::string_view kSecondMotif = "GTTCACGA";

struct PlantedWindow {
  std::string bases;
  bool label = false;
  std::optional<Interval> first;   ///< where kFirstMotif lies
  std::optional<Interval> second;  ///< where kSecondMotif lies
};

using WindowMaker = std::function<PlantedWindow(Random&)>;

/// Label: the first motif is there, at any place. Half of the windows have it.
PlantedWindow motif_window(Random& random);

/// Label: both motifs are there, the second 4 to 24 bases behind the first. Half of the windows have both;
/// the others have the first alone, the second alone, or neither, in equal numbers, at the places they would
/// have in a pair.
PlantedWindow pair_window(Random& random);

/// What is done to a window before its label comes about.
enum class Intervention { none, remove_first, remove_second };

/// The first motif causes the label: P(label | it) = 0.9, P(label | not it) = 0.1; half of the windows have
/// it. The label causes the second motif, the decoy: P(decoy | label) = 0.9, P(decoy | no label) = 0.1. So
/// the decoy tells of the label as much as the cause does, and removing it changes nothing.
PlantedWindow confounded_window(Random& random, Intervention intervention = Intervention::none);

/// `count` windows; window i follows from (seed, i).
std::vector<PlantedWindow> planted_windows(const WindowMaker& make, std::size_t count, std::uint64_t seed);

}  // namespace seqlens::test
