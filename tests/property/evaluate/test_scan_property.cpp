#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/evaluate/scan_evaluation.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

constexpr std::int64_t contig_bases = 12000;

struct Scene {
  std::vector<ScanCall> calls;
  std::vector<TruthTss> truth;
  std::vector<ContigRegion> regions;
  std::vector<ContigRegion> ambiguous = {};
};

Scene random_scene(Random& random) {
  Scene scene;
  const auto place = [&] { return static_cast<std::int64_t>(random.below(contig_bases)); };
  const auto contig = [&] { return static_cast<std::uint32_t>(random.below(2)); };
  const auto strand = [&] { return random.below(2) == 0 ? Strand::forward : Strand::reverse; };
  for (std::uint64_t i = random.below(12); i > 0; --i) scene.truth.push_back({contig(), place(), strand()});
  for (std::uint64_t i = 1 + random.below(25); i > 0; --i) {
    scene.calls.push_back({contig(), place(), strand(), static_cast<double>(random.below(8))});
  }
  for (int i = 0; i < 3; ++i) {
    const auto begin = place();
    scene.regions.push_back({contig(), {begin, begin + 1 + static_cast<std::int64_t>(random.below(9000))}});
  }
  for (std::uint64_t i = random.below(4); i > 0; --i) {
    const auto begin = place();
    scene.ambiguous.push_back({contig(), {begin, begin + 1 + static_cast<std::int64_t>(random.below(50))}});
  }
  return scene;
}

bool inside(const Scene& scene, std::uint32_t contig, std::int64_t position) {
  return std::any_of(scene.regions.begin(), scene.regions.end(), [&](const ContigRegion& region) {
    return region.contig == contig && region.bases.contains(position);
  });
}

// Loci as connected components: labels spread until nothing changes. Returns a label a TSS, -1 outside.
std::vector<int> brute_loci(const Scene& scene) {
  std::vector<int> label(scene.truth.size(), -1);
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (inside(scene, scene.truth[i].contig, scene.truth[i].position)) label[i] = static_cast<int>(i);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < label.size(); ++i) {
      for (std::size_t j = 0; j < label.size(); ++j) {
        const auto &a = scene.truth[i], &b = scene.truth[j];
        if (label[i] < 0 || label[j] <= label[i] || a.contig != b.contig) continue;
        if (std::abs(a.position - b.position) > 500) continue;
        label[j] = label[i];
        changed = true;
      }
    }
  }
  return label;
}

// The label of the nearest locus within 500 bases that is not in `taken`, or -1, and how far it is.
std::pair<int, std::int64_t> brute_locus(const Scene& scene, const std::vector<int>& label,
                                         const ScanCall& call, const std::vector<int>& taken) {
  int best = -1;
  std::tuple<std::int64_t, bool, std::int64_t> nearest{501, false, 0};
  for (std::size_t i = 0; i < label.size(); ++i) {
    const auto& tss = scene.truth[i];
    if (label[i] < 0 || tss.contig != call.contig) continue;
    if (std::count(taken.begin(), taken.end(), label[i]) > 0) continue;
    const std::tuple key{std::abs(tss.position - call.tss), tss.strand != call.strand, tss.position};
    if (key >= nearest) continue;
    nearest = key;
    best = label[i];
  }
  return {best, std::get<0>(nearest)};
}

bool brute_ambiguous(const Scene& scene, const ScanCall& call) {
  return std::any_of(scene.ambiguous.begin(), scene.ambiguous.end(), [&](const ContigRegion& place) {
    for (auto p = place.bases.begin; p < place.bases.end; ++p) {
      if (place.contig == call.contig && std::abs(p - call.tss) <= 500) return true;
    }
    return false;
  });
}

// The calls inside the regions, from the highest logit down, as the definition has it.
std::vector<ScanCall> in_order(const Scene& scene, const std::vector<int>& label, double min_logit) {
  std::vector<ScanCall> calls;
  for (const auto& call : scene.calls) {
    if (call.logit >= min_logit && inside(scene, call.contig, call.tss)) calls.push_back(call);
  }
  std::stable_sort(calls.begin(), calls.end(), [&](const ScanCall& a, const ScanCall& b) {
    const auto key = [&](const ScanCall& c) {
      return std::tuple(-c.logit, brute_locus(scene, label, c, {}).second, c.contig, c.tss,
                        c.strand != Strand::forward);
    };
    return key(a) < key(b);
  });
  return calls;
}

// Recall, precision, strict precision and calls per Mb at a threshold, from the definitions alone.
std::vector<double> brute_numbers(const Scene& scene, double min_logit) {
  const auto label = brute_loci(scene);
  std::vector<int> loci, hit;
  for (const int l : label) {
    if (l >= 0 && std::count(loci.begin(), loci.end(), l) == 0) loci.push_back(l);
  }
  double calls = 0, wrong = 0, neutral = 0, bases = 0;
  for (const auto& call : in_order(scene, label, min_logit)) {
    calls += 1;
    const int open = brute_locus(scene, label, call, hit).first;
    if (open >= 0) {
      hit.push_back(open);
    } else if (brute_locus(scene, label, call, {}).first < 0) {
      (brute_ambiguous(scene, call) ? neutral : wrong) += 1;
    }
  }
  for (std::uint32_t contig = 0; contig < 2; ++contig) {
    for (std::int64_t p = 0; p < 2 * contig_bases; ++p) bases += inside(scene, contig, p);
  }
  const auto found = static_cast<double>(hit.size());
  const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0.0; };
  return {share(found, static_cast<double>(loci.size())), share(found, found + wrong),
          share(found, calls - neutral), share(calls * 1e6, bases)};
}

bool agrees(const std::vector<double>& expected, const ScanPoint& point) {
  const double found[] = {point.recall, point.precision, point.strict_precision, point.calls_per_mb};
  for (std::size_t i = 0; i < 4; ++i) {
    if (!(std::abs(found[i] - expected[i]) <= 1e-9 * (1 + expected[i]))) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("scan evaluation equals the definitions") {
  const std::uint64_t seed = 424242;
  INFO("seed " << seed);
  Random random(seed);
  int points = 0;
  for (int round = 0; round < 150; ++round) {
    const auto scene = random_scene(random);
    const auto match =
        match_calls(scene.calls, scene.truth, scene.ambiguous, scene.regions, {.block_bases = 1700});
    for (const auto& point : scan_curve(match)) {
      const auto expected = brute_numbers(scene, point.min_logit);
      CHECK(agrees(expected, point));
      const auto estimates = scan_estimates(match, point.min_logit, {.resamples = 1});
      CHECK(agrees(expected, {.recall = estimates[0].value,
                              .precision = estimates[1].value,
                              .strict_precision = estimates[2].value,
                              .calls_per_mb = estimates[4].value}));
      ++points;
    }
  }
  CHECK(points > 300);
}

TEST_CASE("what a call is does not depend on the order given") {
  Random random(9);
  for (int round = 0; round < 100; ++round) {
    auto scene = random_scene(random);
    const auto once = scan_curve(match_calls(scene.calls, scene.truth, scene.ambiguous, scene.regions));
    shuffle(std::span(scene.calls), random);
    shuffle(std::span(scene.truth), random);
    const auto again = scan_curve(match_calls(scene.calls, scene.truth, scene.ambiguous, scene.regions));
    REQUIRE(once.size() == again.size());
    for (std::size_t i = 0; i < once.size(); ++i) CHECK(once[i].f1 == again[i].f1);
  }
}

TEST_CASE("the comparison with the definitions can fail") {
  const Scene scene{{{0, 1000, Strand::forward, 1}, {0, 1400, Strand::forward, 1}},
                    {{0, 1100, Strand::forward}},
                    {{0, {0, 5000}}}};
  auto point = scan_curve(match_calls(scene.calls, scene.truth, scene.ambiguous, scene.regions)).at(0);
  const auto expected = brute_numbers(scene, 1);
  CHECK(agrees(expected, point));
  point.strict_precision = 1;
  CHECK_FALSE(agrees(expected, point));
  point.strict_precision = std::nan("");
  CHECK_FALSE(agrees(expected, point));
}
