#include "planted_motifs.h"

#include "seqlens/core/dna.h"
#include "seqlens/core/random.h"

namespace seqlens::test {
namespace {

constexpr std::int64_t kLength = 300;

motif::Matrix matrix_of(const std::string& word, double letter) {
  motif::Matrix matrix{word, "", {}};
  for (const char base : word) {
    motif::Column column;
    column.fill((1 - letter) / 3);
    column[motif::letter_index(base)] = letter;
    matrix.columns.push_back(column);
  }
  return matrix;
}

std::string drawn(const motif::Matrix& matrix, Random& random) {
  std::string word;
  for (const motif::Column& column : matrix.columns) {
    double at = random.uniform();
    std::size_t letter = 0;
    while (letter < 3 && at >= column[letter]) at -= column[letter++];
    word += motif::kLetters[letter];
  }
  return word;
}

class Planter {
 public:
  Planter(PlantedSet& set, Random& random) : set_(set), random_(random) {
    bases_.resize(kLength);
    for (char& base : bases_) base = motif::kLetters[random.below(4)];
  }

  bool chance(std::uint64_t percent) { return random_.below(100) < percent; }
  std::int64_t between(std::int64_t low, std::int64_t end) {
    return low + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(end - low)));
  }
  void put(std::size_t motif, std::int64_t at, bool turned = false) {
    const std::string word = drawn(set_.motifs[motif].matrix, random_);
    bases_.replace(static_cast<std::size_t>(at), word.size(), turned ? reverse_complement(word) : word);
  }
  void put_anywhere(std::size_t motif) { put(motif, between(0, kLength - 12), chance(50)); }
  [[nodiscard]] const std::string& bases() const { return bases_; }

 private:
  PlantedSet& set_;
  Random& random_;
  std::string bases_;
};

}  // namespace

PlantedSet planted_set(std::size_t sequences, std::uint64_t seed) {
  PlantedSet set;
  set.motifs = {{"strong", matrix_of("ATGAGTCAGC", 0.88)}, {"palindrome", matrix_of("GTCACGTGAC", 0.85)},
                {"weak", matrix_of("CCATATTAGG", 0.76)},   {"decoy1", matrix_of("GGGGCGTGGC", 0.85)},
                {"decoy2", matrix_of("ACAGGAAGTG", 0.85)}, {"place1", matrix_of("TATAAAAGCC", 0.85)},
                {"place2", matrix_of("CTTCCGGTTA", 0.85)}};
  constexpr std::size_t kStrong = 0, kPalindrome = 1, kWeak = 2, kDecoy = 3, kPlace = 5;
  constexpr std::int64_t kWidth = 10;
  for (std::size_t i = 0; i < sequences; ++i) {
    Random random = Random::for_item(seed, i);
    Planter planter(set, random);
    for (std::size_t m = 0; m < 2; ++m)
      if (planter.chance(40)) planter.put_anywhere(kDecoy + m);
    for (std::size_t m = 0; m < 2; ++m)
      if (planter.chance(40))
        planter.put(kPlace + m, planter.between(145, 155) + 30 * static_cast<std::int64_t>(m));
    if (planter.chance(15)) {
      const std::int64_t at = planter.between(0, kLength - 3 * kWidth - 12);
      planter.put(kStrong, at);
      planter.put(kPalindrome, at + kWidth + set.fixed_gap);
    } else {
      if (planter.chance(15)) planter.put_anywhere(kStrong);
      if (planter.chance(15)) planter.put_anywhere(kPalindrome);
    }
    if (planter.chance(15)) {
      const std::int64_t at = planter.between(0, kLength - 3 * kWidth - 36);
      planter.put(kStrong, at);
      planter.put(kWeak, at + kWidth + planter.between(5, 36));
    } else if (planter.chance(18)) {
      planter.put_anywhere(kWeak);
    }
    set.sequences.push_back(planter.bases());
  }
  return set;
}

}  // namespace seqlens::test
