#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/attention/head_tracks.h"
#include "seqlens/mutagenesis/base_effects.h"
#include "seqlens/tokenize/base_tokenizer.h"

#include "hand_built_model.h"
#include "motif_reading.h"
#include "planted_model.h"

using namespace seqlens;
using namespace seqlens::attention;
using namespace seqlens::test;

namespace {

constexpr std::uint64_t kSeed = 1;

/// One substitution would make the motif a second time: where a decoy's base does so, it has an effect.
bool nearly_has_another_motif(const PlantedWindow& window) {
  for (std::int64_t begin = 0; begin + window.first->length() <= std::ssize(window.bases); ++begin) {
    if (begin == window.first->begin) continue;
    std::size_t others = 0;
    for (std::size_t i = 0; i < kFirstMotif.size(); ++i) others += window.bases[begin + i] != kFirstMotif[i];
    if (others < 2) return true;
  }
  return false;
}

std::vector<PlantedWindow> windows_with_motif_and_decoy() {
  std::vector<PlantedWindow> both;
  for (const auto& window :
       planted_windows([](Random& random) { return confounded_window(random); }, 300, kSeed)) {
    if (!window.first || !window.second || nearly_has_another_motif(window)) continue;
    if (both.size() < 60) both.push_back(window);
  }
  return both;
}

std::vector<Spot> decoys_in(const std::vector<PlantedWindow>& windows) {
  std::vector<Spot> spots;
  for (const PlantedWindow& window : windows) spots.push_back({window.bases, *window.second});
  return spots;
}

/// Largest change of the logit by any substitution, in the bases of a place of each window.
double largest_change(const PlantedModel& model, const std::vector<PlantedWindow>& windows,
                      const std::optional<Interval> PlantedWindow::*place) {
  double largest = 0;
  for (const PlantedWindow& window : windows) {
    const auto effects =
        mutagenesis::effects_in_window(model.window_logit(), {window.bases, 0}, {0, 0}, *(window.*place), 0);
    for (const auto& base : effects) {
      for (std::size_t i = 0; i < 4; ++i) largest = std::max(largest, std::abs(base.delta(i)));
    }
  }
  return largest;
}

/// Largest number that a head's norm track has anywhere.
float largest_norm(const PlantedModel& model, const std::vector<PlantedWindow>& windows, std::size_t head) {
  const auto plan = make_plan(model.file(), Reduction::norm, false);
  float largest = 0;
  for (const PlantedWindow& window : windows) {
    const auto tracks =
        head_tracks(model.encoder(), plan, tokenize::BaseTokenizer().encode(window.bases).ids);
    for (const float value : tracks.track(head)) largest = std::max(largest, value);
  }
  return largest;
}

std::vector<HeadReading> print_readings(const std::string& name, const PlantedModel& model,
                                        const std::vector<PlantedWindow>& windows, Reduction reduction) {
  const auto readings = read_heads(model, reduction, decoys_in(windows), kSeed);
  WARN(fmt::format("{} (seed {}), at the decoy{}", name, kSeed, to_text(readings)));
  return readings;
}

std::string verdict(const HeadReading& reading) {
  return agreement_cells({reading.reduction, reading.head, reading.agreement}).back();
}

}  // namespace

TEST_CASE("a head that reads a decoy without a value path stands out and does nothing and agrees nowhere") {
  const PlantedModel model(hand_built_model(DecoyPath::closed));
  const auto windows = windows_with_motif_and_decoy();
  REQUIRE(windows.size() == 60);
  CHECK(largest_change(model, windows, &PlantedWindow::second) == 0.0);
  CHECK(largest_change(model, windows, &PlantedWindow::first) > 1);
  const auto received = print_readings("closed", model, windows, Reduction::received);
  const auto norm = print_readings("closed", model, windows, Reduction::norm);
  for (const std::size_t head : {0, 1}) {
    CHECK(received[head].z > 3);
    CHECK(received[head].fold > 3);
    CHECK(verdict(received[head]) == "agrees nowhere");
    CHECK(largest_norm(model, windows, head) == 0.0F);
    CHECK(norm[head].z == 0);
    CHECK(verdict(norm[head]) == "agrees nowhere");
  }
  CHECK(verdict(received[2]) == "agrees");
  CHECK(verdict(norm[2]) == "agrees");
  CHECK(largest_norm(model, windows, 2) > 1);
}

TEST_CASE("the same head with a value path does something and agrees") {
  const PlantedModel model(hand_built_model(DecoyPath::open));
  const auto windows = windows_with_motif_and_decoy();
  CHECK(largest_change(model, windows, &PlantedWindow::second) > 0.5);
  CHECK(largest_norm(model, windows, 0) > 1);
  CHECK(verdict(print_readings("open", model, windows, Reduction::norm)[0]) == "agrees");
}
