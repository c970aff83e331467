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
#include "planted_model.h"

using namespace seqlens;
using namespace seqlens::test;

namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kHeldOutSeed = 1001;
const Interval kWindow{0, static_cast<std::int64_t>(kPlantedWindow)};

WindowMaker maker(Intervention intervention) {
  return [intervention](Random& random) { return confounded_window(random, intervention); };
}

/// What the model makes of it: changes of the logit of windows with both when one is replaced by random
/// bases.
struct UsedByTheModel {
  double auroc = 0;
  MeanError motif, decoy;
};

UsedByTheModel ask_the_model(const PlantedModel& model) {
  const auto held_out = planted_windows(maker(Intervention::none), 1000, kHeldOutSeed);
  Random random(kSeed);
  std::vector<double> motif, decoy;
  for (const PlantedWindow& window : held_out) {
    if (!window.first || !window.second || motif.size() == 100) continue;
    const auto effect = mutagenesis::pair_effect(model.window_logit(), {window.bases, 0},
                                                 {{0, 0}, kWindow, model.logit(window.bases)}, *window.first,
                                                 *window.second, 16, random);
    motif.push_back(effect.first);
    decoy.push_back(effect.second);
  }
  return {model.auroc(held_out), mean_error(motif), mean_error(decoy)};
}

/// What makes the label: shares of windows that have it, drawn from the generator anew for each number.
struct CausedByTheBases {
  MeanError as_it_is, decoy_removed, motif_removed;  ///< P(label), P(label | do(...))
  MeanError no_decoy_seen;                           ///< P(label | no decoy): seeing, not doing
};

MeanError share_with_label(const std::vector<PlantedWindow>& windows) {
  std::vector<double> labels;
  for (const PlantedWindow& window : windows) labels.push_back(window.label ? 1 : 0);
  return mean_error(labels);
}

CausedByTheBases ask_the_generator() {
  constexpr std::size_t count = 20000;
  auto seen = planted_windows(maker(Intervention::none), count, 2001);
  const auto as_it_is = share_with_label(seen);
  std::erase_if(seen, [](const PlantedWindow& window) { return window.second.has_value(); });
  return {as_it_is, share_with_label(planted_windows(maker(Intervention::remove_second), count, 2002)),
          share_with_label(planted_windows(maker(Intervention::remove_first), count, 2003)),
          share_with_label(seen)};
}

/// Standard errors between two shares.
double apart(const MeanError& a, const MeanError& b) {
  return std::abs(a.mean - b.mean) / std::hypot(a.standard_error, b.standard_error);
}

bool uses_decoy(const UsedByTheModel& used) {
  return used.decoy.mean < -1.5 && used.decoy.t() < -10;
}

std::string report(const UsedByTheModel& used, const CausedByTheBases& caused) {
  const auto row = [](const char* name, const MeanError& model, const MeanError& label) {
    return fmt::format("{:14} {:6.2f} se {:.2f}   {:.3f} se {:.4f}\n", name, model.mean, model.standard_error,
                       label.mean, label.standard_error);
  };
  return fmt::format("{:14} {:14}   {}\n", "removed", "model's logit", "P(label | do(removed))") +
         row("nothing", {0, 0}, caused.as_it_is) + row("the motif", used.motif, caused.motif_removed) +
         row("the decoy", used.decoy, caused.decoy_removed) +
         fmt::format("P(label | no decoy is seen) {:.3f}; AUROC {:.3f}\n", caused.no_decoy_seen.mean,
                     used.auroc);
}

}  // namespace

TEST_CASE("a correlated decoy is used by the model and does not cause the label") {
  const PlantedModel model(
      trained_model({.make = maker(Intervention::none), .label_smoothing = 0, .seed = kSeed}));
  const auto used = ask_the_model(model);
  const auto caused = ask_the_generator();
  WARN(fmt::format("seeds {} and {}\n{}", kSeed, kHeldOutSeed, report(used, caused)));
  CHECK(used.auroc > 0.9);
  CHECK(uses_decoy(used));
  CHECK(used.motif.mean < -1.5);
  CHECK(used.motif.t() < -10);
  CHECK(apart(caused.decoy_removed, caused.as_it_is) < 3);
  CHECK(caused.motif_removed.mean < 0.15);
  CHECK(apart(caused.motif_removed, caused.as_it_is) > 50);
  // Windows without a decoy seldom have the label: who takes that for a cause is wrong.
  CHECK(caused.no_decoy_seen.mean < 0.15);
  // Heads that read the decoy agree with mutagenesis: agreement is with the model, not with the cause.
  std::vector<Spot> decoys;
  for (const auto& window : planted_windows(maker(Intervention::none), 300, kHeldOutSeed)) {
    if (window.second && decoys.size() < 60) decoys.push_back({window.bases, *window.second});
  }
  const auto heads = read_heads(model, attention::Reduction::received, decoys, kSeed);
  WARN("at the decoy" + to_text(heads));
  CHECK(
      std::ranges::any_of(heads, [](const auto& head) { return head.fold > 1.5 && head.agreement.agrees; }));
}

TEST_CASE("a model that never saw the decoy does not use it") {
  const PlantedModel model(trained_model({.make = motif_window, .seed = kSeed}));
  const auto used = ask_the_model(model);
  WARN(fmt::format("{:.2f} se {:.2f}", used.decoy.mean, used.decoy.standard_error));
  CHECK(used.motif.mean < -1.5);
  CHECK_FALSE(uses_decoy(used));
  CHECK(std::abs(used.decoy.mean) < 0.3);
}
