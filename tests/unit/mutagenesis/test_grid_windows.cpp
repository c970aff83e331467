#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/mutagenesis/grid_windows.h"

#include "support/fake_scorer.h"
#include "support/random_bases.h"

using namespace seqlens;
using namespace seqlens::mutagenesis;
using scan::RecordStrand;

namespace {

const test::FakeScorer kScorer(20, 4);

GridWindow window(std::int64_t begin, std::int64_t end, double logit) {
  return {{begin, begin}, {begin, end}, logit};
}

}  // namespace

TEST_CASE("grid windows start at multiples of the stride from base 0 of the record") {
  const std::string bases = test::random_bases(50, 21);
  const WindowLogit logit(kScorer, 15, RecordStrand::forward);
  const auto windows = grid_windows(logit, {8, true}, {bases, 13});
  REQUIRE(windows.size() == 4);  // 16, 24, 32, 40; the one at 48 would end at 68 > 63
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const auto start = static_cast<std::int64_t>(16 + 8 * i);
    CHECK(windows[i] == window(start, start + 20, test::FakeScorer::logit(bases.substr(start - 13, 20))));
  }
  CHECK(grid_windows(logit, {8, true}, {std::string_view(bases).substr(0, 20), 13}).empty());
}

TEST_CASE("the logit of either strand is the log odds of both") {
  const std::string bases = test::random_bases(20, 21);
  const float forward = test::FakeScorer::logit(bases);
  const float reverse = test::FakeScorer::logit(reverse_complement(bases));
  const auto logit_of = [&](RecordStrand strand) {
    return grid_windows({kScorer, 15, strand}, {8, true}, {bases, 0}).at(0).logit;
  };
  CHECK(logit_of(RecordStrand::forward) == forward);
  CHECK(logit_of(RecordStrand::reverse) == reverse);
  CHECK(logit_of(RecordStrand::both) == scan::unstranded_logit(forward, reverse));
}

TEST_CASE("a record shorter than a window is one window with N before its 5' end") {
  const std::string bases = test::random_bases(12, 21);
  const auto windows = grid_windows({kScorer, 15, RecordStrand::both}, {8, true}, {bases, 0});
  REQUIRE(windows.size() == 1);
  CHECK(windows[0].place == WindowPlace{-8, 0});
  CHECK(windows[0].interval == Interval{0, 12});
  const std::string pad(8, 'N');
  CHECK(windows[0].logit == scan::unstranded_logit(test::FakeScorer::logit(pad + bases),
                                                   test::FakeScorer::logit(pad + reverse_complement(bases))));
  // The padded windows of mutants are the same two.
  const WindowLogit logit(kScorer, 15, RecordStrand::both);
  CHECK(logit.reference({bases, 0}, windows[0].place) == windows[0].logit);
}

TEST_CASE("windows with much N are left out") {
  const std::string bases = std::string(3, 'N') + test::random_bases(40, 21);
  const WindowLogit logit(kScorer, 15, RecordStrand::both);
  CHECK(grid_windows(logit, {8, true}, {bases, 0}).front().interval.begin == 8);
  CHECK(grid_windows(logit, {8, false}, {bases, 0}).front().interval.begin == 0);
  CHECK(grid_windows(logit, {8, true}, {"NNNNNNACGT", 0}).empty());
}

TEST_CASE("each base goes to the best window that holds it") {
  const std::vector<GridWindow> windows{window(0, 20, 1), window(8, 28, 3), window(16, 36, 3),
                                        window(40, 60, -9)};
  const auto runs = best_windows(windows, {4, 50});
  REQUIRE(runs.size() == 4);
  CHECK(runs[0] == WindowRun{windows[0], {4, 8}});
  CHECK(runs[1] == WindowRun{windows[1], {8, 28}});  // equal to the next: the leftmost
  CHECK(runs[2] == WindowRun{windows[2], {28, 36}});
  CHECK(runs[3] == WindowRun{windows[3], {40, 50}});  // 36 to 40 lie in no window
  CHECK(best_windows({}, {0, 10}).empty());
}
