#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/motif/comparison.h"
#include "seqlens/motif/discover.h"
#include "seqlens/motif/halves.h"
#include "seqlens/motif/pairs.h"
#include "seqlens/parallel/thread_budget.h"

#include "planted_motifs.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::motif;

namespace {

constexpr double kCalled = 0.01;

/// A run on sequences of one set, as the program makes it: 3/8 to find, 1/8 to validate, half to test.
struct Run {
  std::vector<FoundMotif> motifs;
  std::vector<MotifPair> pairs;
};

std::vector<std::string> part(const std::vector<std::string>& all, std::size_t from, std::size_t to) {
  return {all.begin() + static_cast<std::ptrdiff_t>(all.size() * from / 8),
          all.begin() + static_cast<std::ptrdiff_t>(all.size() * to / 8)};
}

Run run_on(const std::vector<std::string>& positives, const std::vector<std::string>& negatives,
           std::uint64_t seed) {
  const Background background = background_of(part(positives, 0, 4));
  auto sets = contrast_sets(part(positives, 0, 3), {}, 2, 1000 * seed);
  const auto validate = contrast_sets(part(positives, 3, 4), part(negatives, 0, 4), 2, 1000 * seed + 100);
  const auto held_out = contrast_sets(part(positives, 4, 8), part(negatives, 4, 8), 2, 1000 * seed + 200);
  Run run;
  run.motifs = find_motifs(sets, validate, background, {}, [](std::size_t) {});
  test_motifs(run.motifs, held_out, background);
  std::vector<SitesBySequence> sites;
  for (const FoundMotif& motif : run.motifs) {
    const SearchedMotif searched(motif.matrix, background, motif.least_bits, motif.starts);
    SitesBySequence of_motif(held_out.positives.size());
    for (std::size_t i = 0; i < of_motif.size(); ++i) {
      const auto width = static_cast<std::int64_t>(motif.matrix.width());
      searched.sites(held_out.positives, i, [&](std::int64_t start, std::int32_t, Strand strand) {
        if (!of_motif[i].empty() && start < of_motif[i].back().bases.end) return;  // over the one before
        of_motif[i].push_back({{start, start + width}, strand});
      });
    }
    sites.push_back(std::move(of_motif));
  }
  std::vector<double> gc;
  for (const std::string& bases : held_out.positives.all_bases()) gc.push_back(gc_share(bases));
  run.pairs = motif_pairs(sites, gc, {});
  return run;
}

/// The planted motif that a found one is, by its name: correlation 0.9 over all columns of half a bit.
std::optional<std::string> planted_name(const test::PlantedSet& set, const FoundMotif& motif) {
  for (const test::PlantedMotif& planted : set.motifs)
    if (similarity(planted.matrix, motif.matrix, planted.matrix.width()).correlation >= 0.9)
      return planted.name;
  return std::nullopt;
}

struct Score {
  std::set<std::string> found;       // planted motifs with q < .01
  std::size_t others = 0;            // motifs with q < .01 that are none of them
  std::size_t fixed = 0, loose = 0;  // pairs found
  std::vector<std::string> wrong_pairs;
};

Score score_of(const test::PlantedSet& set, const Run& run) {
  Score score;
  std::vector<std::string> names;
  for (const FoundMotif& motif : run.motifs) {
    const auto name = planted_name(set, motif);
    names.push_back(name.value_or(""));
    if (motif.q >= kCalled) continue;
    if (name) {
      score.found.insert(*name);
    } else {
      ++score.others;
    }
  }
  for (const MotifPair& pair : run.pairs) {
    if (run.motifs[pair.first].q >= kCalled || run.motifs[pair.second].q >= kCalled) continue;
    if (pair.q_gaps >= kCalled && pair.q_together >= kCalled) continue;
    const std::set<std::string> of{names[pair.first], names[pair.second]};
    if (of == std::set{set.fixed_first, set.fixed_second}) {
      score.fixed += pair.q_gaps < kCalled && pair.gaps.length() <= 5;
    } else if (of == std::set{set.loose_first, set.loose_second}) {
      ++score.loose;
    } else {
      score.wrong_pairs.push_back(names[pair.first] + '-' + names[pair.second]);
    }
  }
  return score;
}

}  // namespace

TEST_CASE("planted motifs and pairs are found, decoys and places make no pair") {
  const std::uint64_t seed = 1;
  const auto set = test::planted_set(2000, seed);
  const Run run = run_on(set.sequences, {}, seed);
  const Score score = score_of(set, run);
  for (const FoundMotif& motif : run.motifs) {
    UNSCOPED_INFO(consensus(motif.matrix) << " q " << motif.q << ", z " << motif.excess << ", "
                                          << planted_name(set, motif).value_or("none"));
  }
  for (const MotifPair& pair : run.pairs) {
    if (std::min(pair.q_gaps, pair.q_together) > 0.5) continue;
    UNSCOPED_INFO(consensus(run.motifs[pair.first].matrix)
                  << " and " << consensus(run.motifs[pair.second].matrix) << ": together " << pair.together
                  << " (" << pair.together_expected << "), q " << pair.q_together << "; gaps "
                  << pair.gaps.begin << ".." << pair.gaps.end << ", " << to_string(pair.order) << ": "
                  << pair.at_gaps << " (" << pair.at_gaps_expected << "), q " << pair.q_gaps
                  << ", over each other " << pair.overlapping);
  }
  CHECK(score.found.size() == set.motifs.size());
  CHECK(score.others == 0);
  CHECK(score.fixed >= 1);
  CHECK(score.loose >= 1);
  CHECK(score.wrong_pairs.empty());
}

TEST_CASE("motifs do not depend on threads") {
  const auto set = test::planted_set(400, 3);
  const Run many = run_on(set.sequences, {}, 3);
  const parallel::ThreadBudget budget(1);
  const Run one = run_on(set.sequences, {}, 3);
  REQUIRE(one.motifs.size() == many.motifs.size());
  CHECK(one.motifs.size() > 1);
  for (std::size_t i = 0; i < one.motifs.size(); ++i) {
    CHECK(one.motifs[i].matrix.columns == many.motifs[i].matrix.columns);
    CHECK(one.motifs[i].q == many.motifs[i].q);
  }
}

TEST_CASE("shuffled promoters hold no motif") {
  SEQLENS_REQUIRE_SHARED(file, "data/human/epdnew_promoters_300.fa");
  std::vector<std::string> promoters;
  std::FILE* lines = std::fopen(file.c_str(), "r");
  REQUIRE(lines != nullptr);
  for (char line[1000]; std::fgets(line, sizeof line, lines) != nullptr && promoters.size() < 2000;)
    if (line[0] != '>') promoters.emplace_back(line, 300);
  std::fclose(lines);
  int with_motif = 0;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    const Run run = run_on(shuffled_copies(promoters, 1, 7777 + seed), {}, seed);
    with_motif +=
        std::any_of(run.motifs.begin(), run.motifs.end(), [](const auto& motif) { return motif.q < 0.05; });
  }
  CHECK(with_motif <= 1);
}

// Run by scripts/motif_truth.
TEST_CASE("the table of planted truth", "[.][table]") {
  std::printf("seed\tmotifs\tother_motifs\tfixed_pair\tloose_pair\twrong_pairs\tmissed\n");
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto set = test::planted_set(2000, seed);
    const Score score = score_of(set, run_on(set.sequences, {}, seed));
    std::string missed;
    for (const test::PlantedMotif& planted : set.motifs)
      if (!score.found.contains(planted.name)) missed += ' ' + planted.name;
    std::printf("%d\t%d/%d\t%d\t%d\t%d\t%d\t%s\n", static_cast<int>(seed),
                static_cast<int>(score.found.size()), static_cast<int>(set.motifs.size()),
                static_cast<int>(score.others), static_cast<int>(score.fixed), static_cast<int>(score.loose),
                static_cast<int>(score.wrong_pairs.size()), missed.c_str());
    std::fflush(stdout);
  }
  int with_motif = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto set = test::planted_set(1000, 100 + seed);
    const Run run = run_on(shuffled_copies(set.sequences, 1, 7777 + seed), {}, seed);
    with_motif +=
        std::any_of(run.motifs.begin(), run.motifs.end(), [](const auto& motif) { return motif.q < 0.05; });
  }
  std::printf("nothing to find (shuffles): %d of 20 seeds have a motif with q < .05\n", with_motif);
  with_motif = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto set = test::planted_set(1600, 200 + seed);
    const std::vector<std::string> one(set.sequences.begin(), set.sequences.begin() + 800),
        two(set.sequences.begin() + 800, set.sequences.end());
    const Run run = run_on(one, two, seed);
    with_motif +=
        std::any_of(run.motifs.begin(), run.motifs.end(), [](const auto& motif) { return motif.q < 0.05; });
  }
  std::printf("nothing to find (random labels): %d of 20 seeds have a motif with q < .05\n", with_motif);
}
