#include "support/planted_sequences.h"

#include <utility>

namespace seqlens::test {
namespace {

constexpr std::size_t kMotifBases = kFirstMotif.size();
static_assert(kSecondMotif.size() == kMotifBases);

std::string random_bases(Random& random) {
  std::string bases;
  while (bases.size() < kPlantedWindow) bases += "ACGT"[random.below(4)];
  return bases;
}

Interval plant(std::string_view motif, std::size_t begin, std::string& bases) {
  bases.replace(begin, motif.size(), motif);
  return {static_cast<std::int64_t>(begin), static_cast<std::int64_t>(begin + motif.size())};
}

/// Two places for motifs, the second behind the first, with `gap` bases between them.
std::pair<std::size_t, std::size_t> two_places(Random& random, std::size_t gap) {
  const std::size_t first = random.below(kPlantedWindow - 2 * kMotifBases - gap + 1);
  return {first, first + kMotifBases + gap};
}

}  // namespace

PlantedWindow motif_window(Random& random) {
  PlantedWindow window{random_bases(random), random.below(2) == 1, {}, {}};
  const std::size_t place = random.below(kPlantedWindow - kMotifBases + 1);
  if (window.label) window.first = plant(kFirstMotif, place, window.bases);
  return window;
}

PlantedWindow pair_window(Random& random) {
  PlantedWindow window{random_bases(random), random.below(2) == 1, {}, {}};
  const auto [first, second] = two_places(random, 4 + random.below(21));
  const std::uint64_t alone = random.below(3);
  if (window.label || alone == 0) window.first = plant(kFirstMotif, first, window.bases);
  if (window.label || alone == 1) window.second = plant(kSecondMotif, second, window.bases);
  return window;
}

PlantedWindow confounded_window(Random& random, Intervention intervention) {
  PlantedWindow window{random_bases(random), false, {}, {}};
  auto [first, second] = two_places(random, random.below(kPlantedWindow - 2 * kMotifBases + 1));
  if (random.below(2) == 1) std::swap(first, second);
  const bool has_first = random.below(2) == 1 && intervention != Intervention::remove_first;
  window.label = random.uniform() < (has_first ? 0.9 : 0.1);
  const bool has_second =
      random.uniform() < (window.label ? 0.9 : 0.1) && intervention != Intervention::remove_second;
  if (has_first) window.first = plant(kFirstMotif, first, window.bases);
  if (has_second) window.second = plant(kSecondMotif, second, window.bases);
  return window;
}

std::vector<PlantedWindow> planted_windows(const WindowMaker& make, std::size_t count, std::uint64_t seed) {
  std::vector<PlantedWindow> windows;
  for (std::size_t i = 0; i < count; ++i) {
    Random random = Random::for_item(seed, i);
    windows.push_back(make(random));
  }
  return windows;
}

}  // namespace seqlens::test
