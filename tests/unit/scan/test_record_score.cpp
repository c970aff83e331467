#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/scan/record_score.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

const std::vector<WindowScore> kWindows{{0, Strand::forward, 1},     {0, Strand::reverse, 2},
                                        {48, Strand::forward, 2.5F}, {48, Strand::reverse, -4},
                                        {96, Strand::forward, 2.5F}, {96, Strand::reverse, -4}};

}  // namespace

TEST_CASE("a strand is read from the text of an option") {
  CHECK(record_strand("+") == RecordStrand::forward);
  CHECK(record_strand("-") == RecordStrand::reverse);
  CHECK(record_strand("both") == RecordStrand::both);
  CHECK_THROWS_WITH(record_strand("."), "a strand is '.', not '+', '-' or 'both'");
}

TEST_CASE("an unstranded logit is the log odds of either strand") {
  CHECK(unstranded_logit(0, 0) == Approx(std::log(2)));
  CHECK(unstranded_logit(1, 2) == Approx(std::log(std::exp(1) + std::exp(2))));
  CHECK(unstranded_logit(2, 1) == unstranded_logit(1, 2));
  CHECK(unstranded_logit(800, -800) == 800);
}

TEST_CASE("on one strand the best window counts and the leftmost of equals") {
  RecordScoreFinder finder(RecordStrand::forward);
  for (const WindowScore& window : kWindows) {
    if (window.strand == Strand::forward) finder.add({&window, 1});
  }
  CHECK(finder.take() == RecordScore{2.5, Strand::forward, 48});
}

TEST_CASE("on both strands the strands are added and the higher one named") {
  RecordScoreFinder finder(RecordStrand::both);
  finder.add(kWindows);
  const auto score = finder.take();
  REQUIRE(score);
  CHECK(score->logit == Approx(std::log(std::exp(2.5) + std::exp(-4))));
  CHECK(score->strand == Strand::forward);
  CHECK(score->window_start == 48);
  finder.add(std::span(kWindows).first(2));
  const auto other = finder.take();
  REQUIRE(other);
  CHECK(other->strand == Strand::reverse);
}

TEST_CASE("equal strands are plus") {
  const std::vector<WindowScore> pair{{0, Strand::forward, 1}, {0, Strand::reverse, 1}};
  RecordScoreFinder finder(RecordStrand::both);
  finder.add(pair);
  CHECK(finder.take()->strand == Strand::forward);
}

TEST_CASE("a record without windows has no score and take forgets") {
  RecordScoreFinder finder(RecordStrand::both);
  CHECK_FALSE(finder.take());
  finder.add(kWindows);
  CHECK(finder.take());
  CHECK_FALSE(finder.take());
}

TEST_CASE("the bins of a record are added up, and the better strand is named") {
  const auto log_sum = [](std::vector<double> logits) {
    double total = 0;
    for (const double logit : logits) total += std::exp(logit);
    return std::log(total);
  };
  RecordScoreFinder finder(RecordStrand::both, RecordRule::sum);
  finder.add(std::span(kWindows).first(3));
  finder.add(std::span(kWindows).subspan(3));
  const auto both = finder.take();
  REQUIRE(both);
  CHECK(both->logit == Approx(log_sum({1, 2, 2.5, -4, 2.5, -4})));
  CHECK(both->strand == Strand::forward);
  CHECK(both->window_start == 48);
  CHECK_FALSE(finder.take());

  RecordScoreFinder reverse(RecordStrand::reverse, RecordRule::sum);
  for (const WindowScore& window : kWindows)
    if (window.strand == Strand::reverse) reverse.add({&window, 1});
  const auto one = reverse.take();
  REQUIRE(one);
  CHECK(one->logit == Approx(log_sum({2, -4, -4})));
  CHECK(one->strand == Strand::reverse);
  CHECK(one->window_start == 0);
}

TEST_CASE("a sum of logits far apart overflows nowhere") {
  LogSum sum;
  CHECK(sum.empty());
  sum.add(-800, 1);
  CHECK(sum.value() == -800);
  sum.add(800, 2);
  sum.add(800, 3);
  CHECK(sum.value() == Approx(800 + std::log(2)));
  CHECK(sum.best_place() == 2);
}
