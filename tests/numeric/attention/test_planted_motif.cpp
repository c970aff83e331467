#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "motif_reading.h"
#include "planted_model.h"

using namespace seqlens;
using namespace seqlens::test;

namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kHeldOutSeed = 1001;

struct Findings {
  double auroc = 0;
  double effect_share = 0;
  std::vector<HeadReading> heads;
};

std::vector<Spot> motifs_in(const std::vector<PlantedWindow>& windows, std::size_t count) {
  std::vector<Spot> spots;
  for (const PlantedWindow& window : windows) {
    if (window.first && spots.size() < count) spots.push_back({window.bases, *window.first});
  }
  return spots;
}

Findings examine(const std::string& name, model::ModelFile file) {
  const PlantedModel model(std::move(file));
  const auto held_out = planted_windows(motif_window, 1000, kHeldOutSeed);
  const auto spots = motifs_in(held_out, 100);
  Findings found{model.auroc(held_out), effect_share(model, spots),
                 read_heads(model, attention::Reduction::received, spots, kSeed)};
  WARN(fmt::format("{} (seeds {} and {}): AUROC {:.4f}, share of the effect in the motif {:.3f}{}", name,
                   kSeed, kHeldOutSeed, found.auroc, found.effect_share, to_text(found.heads)));
  return found;
}

bool is_learnt(const Findings& found) {
  return found.auroc > 0.95;
}

// The motif is 8 of 48 bases, a share of 0.17.
bool effect_lies_in_motif(const Findings& found) {
  return found.effect_share > 0.7;
}

bool reads_motif(const HeadReading& head) {
  return head.fold > 4 && head.fold_else < 1.5 && head.z > 3 && head.z_else < 1.5;
}

bool agrees(const HeadReading& head) {
  return head.agreement.agrees && head.agreement.correlation > 0.1 && head.agreement.other_records < 0.1;
}

bool a_head_reads_the_motif(const Findings& found) {
  return std::ranges::any_of(found.heads, reads_motif);
}

bool a_head_that_reads_the_motif_agrees(const Findings& found) {
  return std::ranges::any_of(found.heads, [](const auto& head) { return reads_motif(head) && agrees(head); });
}

}  // namespace

TEST_CASE("a planted motif comes out of mutagenesis and heads and agreement") {
  const auto found = examine("trained", trained_model({.make = motif_window, .seed = kSeed}));
  CHECK(is_learnt(found));
  CHECK(effect_lies_in_motif(found));
  CHECK(a_head_reads_the_motif(found));
  CHECK(a_head_that_reads_the_motif_agrees(found));
}

TEST_CASE("a planted motif does not come out of a model that did not learn it") {
  const auto untrained = examine("untrained", untrained_model(model::Pooling::cls, kSeed));
  const auto shuffled = examine("trained on shuffled labels",
                                trained_model({.make = motif_window, .shuffle_labels = true, .seed = kSeed}));
  for (const Findings& found : {untrained, shuffled}) {
    CHECK(std::isfinite(found.auroc + found.effect_share + found.heads.at(0).fold));
    CHECK_FALSE(is_learnt(found));
    CHECK_FALSE(effect_lies_in_motif(found));
    CHECK_FALSE(a_head_reads_the_motif(found));
    CHECK_FALSE(a_head_that_reads_the_motif_agrees(found));
  }
  // Agreement by itself is no proof of learning: attention and effects read the same bases in any model.
  CHECK(std::ranges::any_of(shuffled.heads, agrees));
}
