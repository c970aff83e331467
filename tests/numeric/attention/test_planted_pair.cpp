#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "seqlens/mutagenesis/pair_effect.h"

#include "mean_error.h"
#include "motif_reading.h"
#include "pair_attention.h"
#include "planted_model.h"

using namespace seqlens;
using namespace seqlens::test;

namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kHeldOutSeed = 1001;
const Interval kWindow{0, static_cast<std::int64_t>(kPlantedWindow)};

struct Findings {
  double auroc = 0;
  MeanError epistasis;  ///< of the two motifs, over windows with both
  MeanError elsewhere;  ///< of the first motif and a place of as many bases at neither
  MeanError difference;
  std::vector<PairReading> forward, backward;
  std::vector<HeadReading> heads;
};

std::vector<PlantedWindow> with_both(const std::vector<PlantedWindow>& windows, std::size_t count) {
  std::vector<PlantedWindow> both;
  for (const PlantedWindow& window : windows) {
    if (window.first && window.second && both.size() < count) both.push_back(window);
  }
  return both;
}

Interval place_at_neither(const PlantedWindow& window, Random& random) {
  const std::int64_t length = window.second->length();
  while (true) {
    const auto begin = static_cast<std::int64_t>(random.below(kPlantedWindow - length + 1));
    const Interval place{begin, begin + length};
    if (!place.overlaps(*window.first) && !place.overlaps(*window.second)) return place;
  }
}

double epistasis(const PlantedModel& model, const PlantedWindow& window, const Interval& partner,
                 Random& random) {
  const mutagenesis::GridWindow grid_window{{0, 0}, kWindow, model.logit(window.bases)};
  return mutagenesis::pair_effect(model.window_logit(), {window.bases, 0}, grid_window, *window.first,
                                  partner, 16, random)
      .epistasis;
}

void measure_epistasis(const PlantedModel& model, const std::vector<PlantedWindow>& windows,
                       Findings& found) {
  Random random(kSeed);
  std::vector<double> pairs, elsewhere, differences;
  for (const PlantedWindow& window : windows) {
    pairs.push_back(epistasis(model, window, *window.second, random));
    elsewhere.push_back(epistasis(model, window, place_at_neither(window, random), random));
    differences.push_back(pairs.back() - elsewhere.back());
  }
  found.epistasis = mean_error(pairs);
  found.elsewhere = mean_error(elsewhere);
  found.difference = mean_error(differences);
}

Findings examine(const std::string& name, model::ModelFile file) {
  const PlantedModel model(std::move(file));
  const auto held_out = planted_windows(pair_window, 1000, kHeldOutSeed);
  const auto windows = with_both(held_out, 100);
  std::vector<Spot> spots;
  for (const PlantedWindow& window : windows) spots.push_back({window.bases, *window.first});
  Findings found;
  found.auroc = model.auroc(held_out);
  measure_epistasis(model, windows, found);
  found.forward = read_pairs(model, windows, Direction::first_to_second);
  found.backward = read_pairs(model, windows, Direction::second_to_first);
  found.heads = read_heads(model, attention::Reduction::received, spots, kSeed);
  WARN(
      fmt::format("{} (seeds {} and {}): AUROC {:.4f}\nepistasis {:.2f} se {:.2f}, with a place elsewhere "
                  "{:.2f} se {:.2f}\n\nfirst to second:{}\nsecond to first:{}\nat the first motif{}",
                  name, kSeed, kHeldOutSeed, found.auroc, found.epistasis.mean,
                  found.epistasis.standard_error, found.elsewhere.mean, found.elsewhere.standard_error,
                  to_text(found.forward), to_text(found.backward), to_text(found.heads)));
  return found;
}

// With labels smoothed by s = 0.05, both motifs end at ln((2 - s) / s) = 3.7 and all else at -3.7: each motif
// alone is worth 7.3, and so are both together.
const double kPlantedEpistasis = 2 * std::log((2 - 0.05) / 0.05);

bool needs_both(const Findings& found) {
  return found.epistasis.mean > 0.45 * kPlantedEpistasis && found.epistasis.t() > 10 &&
         std::abs(found.elsewhere.mean) < 0.15 * kPlantedEpistasis && found.difference.t() > 10;
}

// Of 12 positions, each gets 0.08 when all are read alike.
bool reads(const PairReading& head) {
  return head.pair > 0.15 && head.pair > 2 * head.elsewhere && head.over_elsewhere.t() > 8;
}

// Each motif is read from the other. One direction is no pair: a model of one motif reads it from everywhere,
// so from the other motif too.
bool heads_join_them(const Findings& found) {
  return std::ranges::any_of(found.forward, reads) && std::ranges::any_of(found.backward, reads);
}

bool a_head_agrees(const Findings& found) {
  return std::ranges::any_of(found.heads, [](const HeadReading& head) {
    return head.agreement.agrees && head.agreement.correlation > 0.1 && head.agreement.other_records < 0.1;
  });
}

}  // namespace

TEST_CASE("a planted pair comes out of epistasis and heads and agreement") {
  const auto found =
      examine("trained on pairs",
              trained_model({.make = pair_window, .pooling = model::Pooling::mean, .seed = kSeed}));
  CHECK(found.auroc > 0.95);
  CHECK(needs_both(found));
  CHECK(heads_join_them(found));
  CHECK(a_head_agrees(found));
}

TEST_CASE("a planted pair does not come out of a model that did not learn it") {
  const auto untrained = examine("untrained", untrained_model(model::Pooling::mean, kSeed));
  // Knows the first motif, which half of its negatives lack: but one motif alone makes no pair.
  const auto single =
      examine("trained on the first motif",
              trained_model({.make = motif_window, .pooling = model::Pooling::mean, .seed = kSeed}));
  CHECK(single.auroc > 0.7);
  for (const Findings& found : {untrained, single}) {
    CHECK_FALSE(found.auroc > 0.95);
    CHECK_FALSE(needs_both(found));
    CHECK_FALSE(heads_join_them(found));
    CHECK(std::abs(found.epistasis.mean) < 0.3);
  }
  CHECK(std::ranges::any_of(single.backward, reads));
}
