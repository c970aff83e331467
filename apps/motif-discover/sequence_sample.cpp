#include "motif-discover/sequence_sample.h"

#include <algorithm>
#include <span>

#include "seqlens/core/random.h"
#include "seqlens/motif/discover.h"

namespace motif_discover {

using namespace seqlens;

Chosen sample_of(const Chosen& from, std::size_t most, std::uint64_t seed) {
  Chosen some = from;
  Random random(seed);
  shuffle(std::span(some), random);
  some.resize(std::min(some.size(), most));
  std::sort(some.begin(), some.end());
  return some;
}

std::vector<std::string> letters_of(const SequenceList& sequences, const Chosen& chosen) {
  std::vector<std::string> letters;
  for (const std::size_t i : chosen) letters.push_back(sequences.bases[i]);
  return letters;
}

std::vector<std::string> shuffled_sample(const SequenceList& sequences, const Chosen& from,
                                         std::uint64_t seed) {
  constexpr std::size_t kMost = 500;
  constexpr std::uint64_t kOtherSeed = 77;
  return motif::shuffled_copies(letters_of(sequences, sample_of(from, kMost, seed + 1)), 1,
                                seed + kOtherSeed);
}

}  // namespace motif_discover
