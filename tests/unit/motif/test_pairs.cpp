#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/motif/pairs.h"
#include "seqlens/parallel/thread_budget.h"

using namespace seqlens;
using namespace seqlens::motif;

namespace {

constexpr std::int64_t kLength = 300, kWidth = 8;

MotifSite site(std::int64_t begin, Strand strand = Strand::forward) {
  return {{begin, begin + kWidth}, strand};
}

std::int64_t anywhere(Random& random) {
  return static_cast<std::int64_t>(random.below(kLength - kWidth));
}

struct Made {
  std::vector<SitesBySequence> sites{SitesBySequence(1000), SitesBySequence(1000)};
  std::vector<double> gc = std::vector<double>(1000, 0.5);
};

const PairOptions kOptions;

}  // namespace

TEST_CASE("a tail of a Poisson variable") {
  CHECK(poisson_tail(0, 3) == 1);
  CHECK(poisson_tail(1, 0) == 0);
  CHECK(poisson_tail(1, 2) == Approx(1 - std::exp(-2)));
  CHECK(poisson_tail(3, 2) == Approx(1 - 5 * std::exp(-2)));
  CHECK(poisson_tail(100, 10) < 1e-60);
  CHECK(poisson_tail(100, 10) > 0);
}

TEST_CASE("a fixed distance is found with its order") {
  Random random(1);
  Made made;
  for (std::size_t i = 0; i < 1000; ++i) {
    if (i % 2 == 0) made.sites[0][i].push_back(site(anywhere(random)));
    if (i % 3 == 0) made.sites[1][i].push_back(site(anywhere(random)));
    if (i % 20 == 0) {
      const std::int64_t at = 30 + static_cast<std::int64_t>(random.below(200));
      made.sites[0][i] = {site(at, Strand::reverse)};
      made.sites[1][i] = {site(at - 12 - kWidth, Strand::forward)};  // behind, as the first one reads
    }
  }
  const auto pairs = motif_pairs(made.sites, made.gc, kOptions);
  REQUIRE(pairs.size() == 1);
  CHECK(pairs[0].gaps == Interval{12, 13});
  CHECK(pairs[0].order == PairOrder::turned_behind);
  CHECK(pairs[0].at_gaps >= 50);
  CHECK(pairs[0].q_gaps < 1e-6);
  CHECK(to_string(pairs[0].order) == "other strand, behind");
  CHECK(pairs_at(made.sites[0][0], made.sites[1][0], pairs[0].order, pairs[0].gaps).size() == 1);
  CHECK(pairs_at(made.sites[0][0], made.sites[1][0], PairOrder::same_behind, pairs[0].gaps).empty());
}

TEST_CASE("motifs that are common, or prefer a place, are no pair") {
  int called = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Random random(seed);
    Made made;
    for (std::size_t i = 0; i < 1000; ++i) {
      for (std::size_t m = 0; m < 2; ++m) {
        // 60 % of sequences, most within 20 bases of a place of the motif's own
        if (random.below(10) >= 6) continue;
        const std::int64_t at = random.below(3) == 0
                                    ? anywhere(random)
                                    : static_cast<std::int64_t>(100 + 40 * m + random.below(20));
        made.sites[m][i].push_back(site(at));
      }
    }
    const auto pairs = motif_pairs(made.sites, made.gc, kOptions);
    called += pairs[0].q_gaps < 0.05 || pairs[0].q_together < 0.05;
  }
  CHECK(called <= 3);
}

TEST_CASE("what comes with GC content is not together by itself") {
  Random random(3);
  Made made;
  for (std::size_t i = 0; i < 1000; ++i) {
    made.gc[i] = i < 500 ? 0.4 : 0.6;
    for (std::size_t m = 0; m < 2; ++m)
      if (random.below(10) < (i < 500 ? 1U : 7U)) made.sites[m][i].push_back(site(anywhere(random)));
  }
  CHECK(motif_pairs(made.sites, made.gc, kOptions)[0].q_together > 0.01);
  for (double& gc : made.gc) gc = random.uniform();  // said wrongly: then they do
  CHECK(motif_pairs(made.sites, made.gc, kOptions)[0].q_together < 1e-6);
}

TEST_CASE("sites over each other are no pair, and pairs do not depend on threads") {
  Random random(4);
  Made made;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::int64_t at = anywhere(random);
    made.sites[0][i].push_back(site(at));
    made.sites[1][i].push_back(site(std::max<std::int64_t>(at - 2, 0)));
  }
  made.sites.push_back(made.sites[0]);
  const auto pairs = motif_pairs(made.sites, made.gc, kOptions);
  REQUIRE(pairs.size() == 3);
  CHECK(pairs[0].together == 0);
  CHECK(pairs[0].overlapping == 1000);
  const parallel::ThreadBudget budget(1);
  const auto alone = motif_pairs(made.sites, made.gc, kOptions);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(alone[i].p_gaps == pairs[i].p_gaps);
    CHECK(alone[i].expected == pairs[i].expected);
  }
}
