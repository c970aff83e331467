#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/core/random.h"
#include "seqlens/motif/seed_words.h"
#include "seqlens/parallel/thread_budget.h"

using namespace seqlens;
using namespace seqlens::motif;

namespace {

std::vector<std::string> random_sequences(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::string> sequences(count, std::string(200, 'A'));
  for (std::string& bases : sequences)
    for (char& base : bases) base = "ACGT"[random.below(4)];
  return sequences;
}

std::vector<SeedWord> seeds_of(const std::vector<std::string>& positives) {
  return seed_words(ScanSet(positives), ScanSet(random_sequences(500, 99)), 5, 4, {});
}

}  // namespace

TEST_CASE("a planted word is the first seed, on either strand, with a gap too") {
  for (const std::string word : {"GATTACCA", "GATT....ACCA", "GATT..........ACCA"}) {
    auto positives = random_sequences(500, 1);
    Random random(2);
    for (std::size_t i = 0; i < positives.size(); i += 5) {
      const std::string put = random.below(2) == 0 ? word : [&] {
        std::string turned(word.rbegin(), word.rend());
        for (char& base : turned) base = base == '.' ? '.' : complement(base);
        return turned;
      }();
      const std::size_t at = random.below(180);
      for (std::size_t j = 0; j < put.size(); ++j)
        if (put[j] != '.') positives[i][at + j] = put[j];
    }
    const auto seeds = seeds_of(positives);
    REQUIRE_FALSE(seeds.empty());
    INFO(seeds[0].word);
    std::string turned(word.rbegin(), word.rend());
    for (char& base : turned) base = base == '.' ? '.' : complement(base);
    CHECK((seeds[0].word == word || seeds[0].word == turned));
    CHECK(seeds[0].excess > 10);
  }
}

TEST_CASE("a word at one place is a seed with that place") {
  auto positives = random_sequences(500, 3);
  for (std::size_t i = 0; i < positives.size(); i += 12) positives[i].replace(100, 6, "TATAAC");
  const auto seeds = seeds_of(positives);
  REQUIRE_FALSE(seeds.empty());
  CHECK(seeds[0].word == "TATAAC");
  REQUIRE(seeds[0].starts);
  CHECK(seeds[0].starts->contains(100));
}

TEST_CASE("random sequences have hardly a seed, and seeds do not depend on threads") {
  const auto seeds = seeds_of(random_sequences(500, 7));
  CHECK(seeds.size() <= 5);
  const parallel::ThreadBudget budget(1);
  const auto alone = seeds_of(random_sequences(500, 7));
  REQUIRE(alone.size() == seeds.size());
  for (std::size_t i = 0; i < seeds.size(); ++i) CHECK(alone[i].word == seeds[i].word);
  const auto next =
      seed_words(ScanSet(random_sequences(500, 7)), ScanSet(random_sequences(500, 99)), 5, 4, seeds);
  for (const SeedWord& word : next)
    for (const SeedWord& tried : seeds) CHECK((word.word != tried.word || word.starts != tried.starts));
}
