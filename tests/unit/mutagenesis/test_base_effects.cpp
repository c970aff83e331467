#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/dna.h"
#include "seqlens/mutagenesis/base_effects.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/scan/encoder_scorer.h"

#include "motif_scorer.h"
#include "support/fake_scorer.h"
#include "support/promoter_model.h"
#include "support/random_bases.h"
#include "support/tiny_promoter_model.h"

using namespace seqlens;
using namespace seqlens::mutagenesis;
using scan::RecordStrand;

namespace {

const test::PromoterModel& tiny() {
  static const test::PromoterModel model = test::make_promoter_model(test::tiny_promoter_file(), "tiny");
  return model;
}

float from_scratch(const scan::WindowScorer& scorer, const std::string& window) {
  std::optional<float> logit;
  const std::int64_t start = 0;
  scorer.score(window, {&start, 1}, true, {&logit, 1});
  return logit.value();
}

/// The logit of a window after an edit that the test made itself.
double expected_logit(const scan::WindowScorer& scorer, RecordStrand strand, const std::string& window) {
  const float forward = from_scratch(scorer, window);
  const float reverse = from_scratch(scorer, reverse_complement(window));
  if (strand == RecordStrand::forward) return forward;
  return strand == RecordStrand::reverse ? reverse : scan::unstranded_logit(forward, reverse);
}

}  // namespace

TEST_CASE("substitutions have the bits of a score from scratch") {
  const scan::EncoderScorer scorer(tiny().encoder, tiny().settings);
  const std::string window = test::random_bases(300, 4, test::kLettersOfFiles);
  for (const auto strand : {RecordStrand::forward, RecordStrand::reverse, RecordStrand::both}) {
    const WindowLogit logit(scorer, 249, strand);
    const auto effects = effects_in_window(logit, {window, 0}, {0, 0}, {0, 300}, 0);
    REQUIRE(effects.size() == 300);
    for (std::size_t at = 0; at < 300; at += 7) {
      REQUIRE(effects[at].reference == expected_logit(scorer, strand, window));
      REQUIRE(effects[at].has_effects() == (window[at] != 'N'));
      for (std::size_t i = 0; i < 4; ++i) {
        std::string mutant = window;
        if (effects[at].has_effects()) mutant[at] = kSubstitutes[i];
        REQUIRE(effects[at].substituted[i] == expected_logit(scorer, strand, mutant));
      }
    }
  }
}

TEST_CASE("deletions shift in the flank of their side of the TSS") {
  const scan::EncoderScorer scorer(tiny().encoder, tiny().settings);
  std::string record = test::random_bases(400, 5, test::kLettersOfFiles);
  std::replace(record.begin(), record.end(), 'N', 'A');
  const Stretch stretch{record, 1000};
  const WindowLogit forward(scorer, 249, RecordStrand::forward);
  const auto effects = effects_in_window(forward, stretch, {1048, 1048}, {1048, 1348}, 3);
  const auto deleted = [&](std::size_t from, std::size_t at, std::size_t length) {
    std::string text = record;
    text.erase(at, length);
    return from_scratch(scorer, text.substr(from, 300));
  };
  CHECK(effects[100].deleted.at(2) == deleted(45, 148, 3));  // upstream: the left end moves
  CHECK(effects[260].deleted.at(1) == deleted(48, 308, 2));  // downstream: the right end
  CHECK(effects[248].deleted.at(2) == deleted(47, 296, 3));  // across: one base from the left
  CHECK(effects[299].deleted.at(0) == deleted(48, 347, 1));
  CHECK(effects[299].deleted.size() == 1);  // longer ones end outside the window
}

TEST_CASE("the other strand of a record has the same effects") {
  const scan::EncoderScorer scorer(tiny().encoder, tiny().settings);
  std::string record = test::random_bases(320, 6, test::kLettersOfFiles);
  const std::string other = reverse_complement(record);
  const auto complement_index = [](std::size_t i) { return 3 - i; };  // ACGT -> TGCA
  for (const auto strand : {RecordStrand::forward, RecordStrand::both}) {
    const WindowLogit here(scorer, 249, strand);
    const WindowLogit there(scorer, 249, strand == RecordStrand::both ? strand : RecordStrand::reverse);
    const auto effects = effects_in_window(here, {record, 0}, {8, 8}, {8, 308}, 2);
    const auto mirror = effects_in_window(there, {other, 0}, {12, 12}, {12, 312}, 2);
    for (std::size_t at = 0; at < 300; ++at) {
      for (std::size_t i = 0; i < 4; ++i)
        REQUIRE(effects[at].substituted[i] == mirror[299 - at].substituted[complement_index(i)]);
      if (at >= 298 || record[8 + at] == 'N') continue;
      if (record[9 + at] != 'N') REQUIRE(effects[at].deleted[1] == mirror[299 - at - 1].deleted[1]);
    }
  }
}

TEST_CASE("a planted motif has its effects exactly there") {
  const test::MotifScorer scorer(20, "TATAAA", 6, 3);
  const WindowLogit logit(scorer, 15, RecordStrand::forward);
  const std::string window = "GGCGCGTATAAAGGCCGCGG";
  const auto effects = effects_in_window(logit, {window, 0}, {0, 0}, {0, 20}, 1);
  for (const BaseEffects& base : effects) {
    const bool inside = base.position >= 6 && base.position < 12;
    CHECK(mean_effect(base) == (inside ? -3 : 0));
    CHECK(largest_effect(base) == (inside ? -3 : 0));
    CHECK(mean_absolute_effect(base) == (inside ? 3 : 0));
    // Upstream of the TSS the left side moves: the motif keeps its place unless it is hit. One of three
    // A's is as good as another, but nothing fills the gap.
    CHECK(base.deleted[0] == (base.position >= 6 && base.position < 15 ? 0 : 3));
  }
  const auto profile = mean_absolute_effects(logit, window);
  for (std::size_t at = 0; at < 20; ++at) CHECK(profile[at] == (at >= 6 && at < 12 ? 3 : 0));
  const auto elsewhere = mean_absolute_effects(logit, "GGCGCGGGGGGGGGCCGCGG");
  CHECK(std::count(elsewhere.begin(), elsewhere.end(), 0.0) == 20);
}

TEST_CASE("the profile of a window is the same for any number of threads") {
  const scan::EncoderScorer scorer(tiny().encoder, tiny().settings);
  const WindowLogit logit(scorer, 249, RecordStrand::both);
  const std::string window = test::random_bases(300, 8, test::kLettersOfFiles);
  const auto profile = [&](int threads) {
    const parallel::ThreadBudget budget(threads);
    return mean_absolute_effects(logit, window);
  };
  const auto one = profile(1);
  CHECK(one == profile(2));
  const auto effects = effects_in_window(logit, {window, 0}, {0, 0}, {0, 300}, 0);
  for (std::size_t at = 0; at < 300; ++at) CHECK(one[at] == mean_absolute_effect(effects[at]));
}
