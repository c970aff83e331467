#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/scan_context.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

constexpr Strand plus = Strand::forward;

const std::vector<TruthTss> truth = {{0, 10000, plus}, {0, 20000, plus}, {0, 30000, plus}, {0, 40000, plus}};
const std::vector<ContigRegion> regions = {{0, {0, 1000000}}};
const std::vector<ScanCall> calls = {
    {0, 10000, plus, 5}, {0, 50000, plus, 4}, {0, 30000, plus, 3}, {0, 60000, plus, 2}, {0, 70000, plus, 1}};

double value(const std::vector<Estimate>& estimates, const std::string& name) {
  for (const auto& estimate : estimates) {
    if (estimate.name == name) return estimate.value;
  }
  throw Error("no estimate " + name);
}

}  // namespace

TEST_CASE("loci and calls near places, by hand") {
  const auto match = match_calls(calls, truth, {}, regions);
  // The first locus 500 from an island, the second 501; the island at 40,100 overlapped by a long one.
  const std::vector<ContigRegion> islands = {
      {0, {40100, 40101}}, {0, {39000, 50500}}, {0, {9000, 9501}}, {0, {20501, 20600}}, {1, {30000, 30001}}};
  const auto context = scan_context(match, "island", islands);
  CHECK(context.loci == std::vector<bool>{true, false, false, true});
  CHECK(context.calls == std::vector<bool>{true, true, false, false, false});
  const auto all = context_estimates(match, context, 0, {.resamples = 20});
  CHECK(value(all, "recall_near_island") == 0.5);
  CHECK(value(all, "recall_away_island") == 0.5);
  CHECK(value(all, "precision_near_island") == 0.5);
  CHECK(value(all, "precision_away_island") == Approx(1.0 / 3));
  const auto strict = context_estimates(match, context, 4, {.resamples = 20});
  CHECK(value(strict, "recall_away_island") == 0);
  CHECK(std::isnan(value(strict, "precision_away_island")));
}

TEST_CASE("unannotated calls by evidence, by hand") {
  const auto match = match_calls(calls, truth, {}, regions);
  const std::vector<ContigRegion> one = {{0, {50400, 50500}}, {0, {60000, 60001}}},
                                  two = {{0, {49000, 49600}}};
  const std::vector<ScanContext> contexts = {scan_context(match, "one", one),
                                             scan_context(match, "two", two)};
  const auto shares = evidence_estimates(match, contexts, 0, {.resamples = 20});
  CHECK(value(shares, "unannotated_near_one") == Approx(2.0 / 3));
  CHECK(value(shares, "unannotated_near_two") == Approx(1.0 / 3));
  CHECK(value(shares, "unannotated_near_none") == Approx(1.0 / 3));
  CHECK(
      std::isnan(value(evidence_estimates(match, contexts, 5, {.resamples = 20}), "unannotated_near_none")));
  CHECK(evidence_estimates(match, {}, 0, {.resamples = 20}).empty());
}
