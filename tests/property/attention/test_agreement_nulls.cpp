#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/attention/agreement.h"
#include "seqlens/core/random.h"

#include "support/kolmogorov_smirnov.h"

using namespace seqlens;
using namespace seqlens::attention;

namespace {

constexpr std::size_t kPositions = 36;
constexpr std::size_t kRecords = 40;
constexpr int kPermutations = 199;

// A bump around one place of the window, as a TSS would make.
double profile(std::size_t position) {
  const double distance = (static_cast<double>(position) - 24) / 4;
  return 2 * std::exp(-distance * distance);
}

// Noise that remembers its neighbour, as overlapping receptive fields make it.
std::vector<double> smooth_noise(Random& random) {
  std::vector<double> values{random.normal()};
  while (values.size() < kPositions) values.push_back(0.6 * values.back() + 0.8 * random.normal());
  return values;
}

// What a kind of head sees: numbers at each position of each of its records.
struct PlantedHeads {
  bool effects_know_position = false;
  bool tracks_know_position = false;
  bool both_know_motif = false;  // at another place in every record
  bool both_know_gc = false;     // a slope that follows the record's GC
};

std::vector<AgreementRecord> plant(const PlantedHeads& planted, std::size_t tracks, std::uint64_t seed) {
  Random random(seed);
  std::vector<AgreementRecord> records(kRecords);
  for (std::size_t r = 0; r < kRecords; ++r) {
    AgreementRecord& record = records[r];
    record.gc = 0.3 + 0.1 * static_cast<double>(r % 5);  // five bins match it exactly
    const std::size_t motif = random.below(kPositions - 4);
    const auto shared = [&](bool knows_position, std::size_t p) {
      double value = knows_position ? profile(p) : 0;
      if (planted.both_know_motif && p >= motif && p < motif + 4) value += 2;
      if (planted.both_know_gc) value += (record.gc - 0.5) * static_cast<double>(p);
      return value;
    };
    record.effects = smooth_noise(random);
    for (std::size_t p = 0; p < kPositions; ++p) {
      record.effects[p] = std::exp(record.effects[p] + shared(planted.effects_know_position, p));
    }
    for (std::size_t t = 0; t < tracks; ++t) {
      const auto noise = smooth_noise(random);
      for (std::size_t p = 0; p < kPositions; ++p) {
        record.tracks.push_back(static_cast<float>(noise[p] + shared(planted.tracks_know_position, p)));
      }
    }
  }
  return records;
}

struct PValues {
  std::vector<double> records;
  std::vector<double> shifts;
  int agreeing = 0;
};

// Over many data sets, so that the p of all tracks are (nearly) independent.
PValues p_values_of(const PlantedHeads& planted, std::size_t gc_bins = 5) {
  PValues p;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const auto tracks = measure_agreement(plant(planted, 2, seed),
                                          {.permutations = kPermutations, .seed = seed, .gc_bins = gc_bins});
    for (const TrackAgreement& track : tracks) {
      p.records.push_back(track.p_records);
      p.shifts.push_back(track.p_shifts);
      p.agreeing += track.agrees;
    }
  }
  return p;
}

double share_below(const std::vector<double>& values, double limit) {
  const auto below = std::count_if(values.begin(), values.end(), [&](double v) { return v <= limit; });
  return static_cast<double>(below) / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("p values of random tracks are uniform under both nulls") {
  const PValues p = p_values_of({.effects_know_position = true});
  CHECK(test::ks_against_uniform(p.records).p > 0.01);
  CHECK(test::ks_against_uniform(p.shifts).p > 0.01);
}

TEST_CASE("p values of a head that only knows the position are uniform under other records") {
  const PValues p = p_values_of({.effects_know_position = true, .tracks_know_position = true});
  CHECK(test::ks_against_uniform(p.records).p > 0.01);
  CHECK(share_below(p.records, 0.05) < 0.1);
  // The shifts alone would have called it.
  CHECK(share_below(p.shifts, 0.05) > 0.99);
  CHECK(p.agreeing < 15);  // of 300
}

TEST_CASE("a head that follows a motif agrees") {
  const PValues p = p_values_of({.both_know_motif = true});
  CHECK(share_below(p.records, 0.01) > 0.99);
  CHECK(share_below(p.shifts, 0.01) > 0.99);
  CHECK(p.agreeing > 295);
  CHECK(test::ks_against_uniform(p.records).p < 1e-6);
}

TEST_CASE("a head that follows a motif agrees on top of the position") {
  const PValues p =
      p_values_of({.effects_know_position = true, .tracks_know_position = true, .both_know_motif = true});
  CHECK(p.agreeing > 295);
}

TEST_CASE("what follows GC alone is significant only without matching") {
  const PlantedHeads planted{.both_know_gc = true};
  CHECK(share_below(p_values_of(planted, 1).records, 0.05) > 0.99);
  CHECK(share_below(p_values_of(planted, 5).records, 0.05) < 0.1);
}
