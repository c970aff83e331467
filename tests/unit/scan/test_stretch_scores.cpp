#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/scan/stretch_scores.h"

#include "support/fake_scorer.h"
#include "support/random_bases.h"

using namespace seqlens;
using namespace seqlens::scan;
using seqlens::test::FakeScorer;

namespace {

const FakeScorer kScorer(30, 4);

WindowOptions every_eighth() {
  WindowOptions options;
  options.stride_bases = 8;
  options.every_window = true;
  return options;
}

}  // namespace

TEST_CASE("each window gets the logit of its bases alone on both strands") {
  for (const std::size_t size : {30U, 31U, 37U, 38U, 100U, 101U}) {
    const std::string bases = test::random_bases(size, size, "ACGTacgt");
    const auto scores = score_stretch(kScorer, every_eighth(), bases, 800);
    std::size_t i = 0;
    for (std::size_t at = 0; at + 30 <= size; at += 8, i += 2) {
      const std::string window = bases.substr(at, 30);
      const auto start = static_cast<std::int64_t>(800 + at);
      REQUIRE(scores.windows.size() >= i + 2);
      CHECK(scores.windows[i] == WindowScore{start, Strand::forward, FakeScorer::logit(window)});
      CHECK(scores.windows[i + 1] ==
            WindowScore{start, Strand::reverse, FakeScorer::logit(reverse_complement(window))});
    }
    CHECK(scores.windows.size() == i);
    CHECK(scores.counts.windows == i);
    CHECK(scores.counts.encoded == i);
  }
}

TEST_CASE("alone a window is scored as a record without surroundings") {
  const FakeScorer scorer(30, 4, 11);  // a window with its flanks is no multiple of 4 bases
  const std::string bases = test::random_bases(100, 7, "ACGTacgt");
  WindowOptions options = every_eighth();
  options.alone = true;
  const auto scores = score_stretch(scorer, options, with_flanks(scorer, bases), 0);
  REQUIRE(scores.windows.size() == 18);
  const std::string unknown(11, 'N');
  for (const WindowScore& score : scores.windows) {
    const std::string seen = unknown + bases.substr(score.start, 30) + unknown;
    const bool reverse = score.strand == Strand::reverse;
    CHECK(score.logit == FakeScorer::logit(reverse ? reverse_complement(seen) : seen));
  }
  options.alone = false;
  CHECK(score_stretch(scorer, options, with_flanks(scorer, bases), 0).windows != scores.windows);
}

TEST_CASE("one strand alone is that half") {
  const std::string bases = test::random_bases(100, 1, "ACGTacgt");
  WindowOptions options = every_eighth();
  options.reverse = false;
  const auto forward = score_stretch(kScorer, options, bases, 0);
  REQUIRE(forward.windows.size() == 9);
  for (const WindowScore& window : forward.windows) CHECK(window.strand == Strand::forward);
  options.reverse = true;
  options.forward = false;
  const auto reverse = score_stretch(kScorer, options, bases, 0);
  REQUIRE(reverse.windows.size() == 9);
  for (const WindowScore& window : reverse.windows) CHECK(window.strand == Strand::reverse);
  CHECK(reverse.counts.windows == 9);
}

TEST_CASE("windows that the first stage turns down have no score") {
  const std::string bases = test::random_bases(1000, 2, "ACGTacgt");
  WindowOptions options = every_eighth();
  options.every_window = false;
  const auto scores = score_stretch(kScorer, options, bases, 0);
  CHECK(scores.counts.windows == 244);
  CHECK(scores.counts.encoded == scores.windows.size());
  CHECK(scores.windows.size() < 220);
  CHECK(scores.windows.size() > 140);
}

TEST_CASE("windows of which more than a tenth is N are left out") {
  std::string bases = test::random_bases(30, 3, "ACGTacgt");
  bases.replace(10, 3, "NRy");  // exactly a tenth: IUPAC codes are N
  CHECK(score_stretch(kScorer, every_eighth(), bases, 0).windows.size() == 2);
  bases[20] = 'n';
  const auto skipped = score_stretch(kScorer, every_eighth(), bases, 0);
  CHECK(skipped.windows.empty());
  CHECK(skipped.counts.windows == 2);
  CHECK(skipped.counts.skipped_n == 2);
  CHECK(skipped.counts.encoded == 0);
  WindowOptions options = every_eighth();
  options.skip_n = false;
  CHECK(score_stretch(kScorer, options, bases, 0).windows.size() == 2);
}

TEST_CASE("a stretch shorter than a window has no scores") {
  CHECK(score_stretch(kScorer, every_eighth(), test::random_bases(29, 4, "ACGTacgt"), 0).windows.empty());
  CHECK(score_stretch(kScorer, every_eighth(), "", 0).counts.windows == 0);
}

TEST_CASE("a short record is padded before its 5' end on each strand") {
  const std::string bases = test::random_bases(20, 5, "ACGTacgt");
  const auto scores = score_short_record(kScorer, every_eighth(), bases);
  REQUIRE(scores.windows.size() == 2);
  const std::string padding(10, 'N');
  CHECK(scores.windows[0] == WindowScore{-10, Strand::forward, FakeScorer::logit(padding + bases)});
  CHECK(scores.windows[1] ==
        WindowScore{0, Strand::reverse, FakeScorer::logit(padding + reverse_complement(bases))});
}

TEST_CASE("the padding of a short record does not count as N") {
  std::string bases = test::random_bases(20, 6, "ACGTacgt");
  bases.replace(0, 2, "NN");
  CHECK(score_short_record(kScorer, every_eighth(), bases).windows.size() == 2);
  bases[2] = 'N';
  const auto skipped = score_short_record(kScorer, every_eighth(), bases);
  CHECK(skipped.windows.empty());
  CHECK(skipped.counts.skipped_n == 2);
}
