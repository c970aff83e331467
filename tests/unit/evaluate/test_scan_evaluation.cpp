#include <cmath>
#include <span>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/scan_evaluation.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

constexpr Strand plus = Strand::forward, minus = Strand::reverse;

// Two loci on contig 0 (1000+, 1400- and 5000+), one on contig 1 (1000-), in 2 Mb.
const std::vector<TruthTss> truth = {{0, 1400, minus}, {0, 1000, plus}, {0, 5000, plus}, {1, 1000, minus}};
const std::vector<ContigRegion> regions = {{0, {0, 1000000}}, {1, {0, 1000000}}};
const std::vector<ScanCall> calls = {{0, 1450, minus, 5},   // best of the first locus, 50 off
                                     {0, 600, plus, 4},     // duplicate there, 400 off
                                     {0, 9000, plus, 3},    // unannotated
                                     {0, 5010, minus, 2},   // second locus, wrong strand
                                     {1, 1501, minus, 1},   // one base too far
                                     {1, 1500, minus, 0}};  // third locus, right strand, as far as it may be

double value(const std::vector<Estimate>& estimates, const std::string& name) {
  for (const auto& estimate : estimates) {
    if (estimate.name == name) return estimate.value;
  }
  throw Error("no estimate " + name);
}

}  // namespace

TEST_CASE("calls are judged by hand") {
  const auto match = match_calls(calls, truth, {}, regions);
  REQUIRE(match.loci.size() == 3);
  CHECK(match.loci[0].span == Interval{1000, 1401});
  CHECK(match.loci[0].strand == Strand::unknown);
  CHECK(match.loci[1].strand == plus);
  CHECK(match.evaluated_bases() == 2000000);
  const CallVerdict verdicts[] = {CallVerdict::found, CallVerdict::duplicate,   CallVerdict::unannotated,
                                  CallVerdict::found, CallVerdict::unannotated, CallVerdict::found};
  const std::int64_t distances[] = {50, 400, 0, 10, 0, 500};
  REQUIRE(match.calls.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) {
    INFO("call " << i);
    CHECK(match.calls[i].verdict == verdicts[i]);
    CHECK(match.calls[i].distance == distances[i]);
  }
}

TEST_CASE("the curve has a point a threshold") {
  const auto curve = scan_curve(match_calls(calls, truth, {}, regions));
  REQUIRE(curve.size() == 6);
  CHECK(curve[0].min_logit == 5);
  CHECK(curve[0].recall == Approx(1.0 / 3));
  CHECK(curve[0].precision == 1);
  CHECK(curve[1].duplicates == 1);
  CHECK(curve[1].precision == 1);
  CHECK(curve[1].strict_precision == 0.5);
  CHECK(curve[3].precision == Approx(2.0 / 3));
  CHECK(curve[3].f1 == Approx(2.0 / 3));
  CHECK(curve[5].recall == 1);
  CHECK(curve[5].precision == Approx(3.0 / 5));
  CHECK(curve[5].calls_per_mb == 3);
  CHECK(best_f1_point(curve).min_logit == 0);
  CHECK(scan_average_precision(curve) == Approx((1 + 2.0 / 3 + 3.0 / 5) / 3));
}

TEST_CASE("equal logits pass together") {
  const std::vector<ScanCall> tied = {{0, 1000, plus, 1}, {0, 9000, plus, 1}};
  const auto curve = scan_curve(match_calls(tied, truth, {}, regions));
  REQUIRE(curve.size() == 1);
  CHECK(curve[0].precision == 0.5);
}

TEST_CASE("numbers at a threshold by hand") {
  const auto found = scan_estimates(match_calls(calls, truth, {}, regions), 0, {.resamples = 50});
  CHECK(value(found, "recall") == 1);
  CHECK(value(found, "precision") == Approx(0.6));
  CHECK(value(found, "strict_precision") == Approx(0.5));
  CHECK(value(found, "calls_per_mb") == 3);
  CHECK(value(found, "median_distance") == 50);
  CHECK(value(found, "within_50") == Approx(2.0 / 3));
  CHECK(value(found, "strand_accuracy") == Approx(2.0 / 3));  // the first locus has both: its nearest is -
  const auto two = scan_estimates(match_calls(calls, truth, {}, regions), 2, {.resamples = 50});
  CHECK(value(two, "median_distance") == 30);  // the mean of 10 and 50
}

TEST_CASE("calls without a strand say nothing about strands") {
  const std::vector<ScanCall> strandless = {{0, 5010, Strand::unknown, 2}, {1, 1500, minus, 0}};
  const auto mixed = scan_estimates(match_calls(strandless, truth, {}, regions), 0, {.resamples = 20});
  CHECK(value(mixed, "strand_accuracy") == 1);
  const auto none =
      scan_estimates(match_calls(std::span(strandless).first(1), truth, {}, regions), 0, {.resamples = 20});
  CHECK(std::isnan(value(none, "strand_accuracy")));
}

TEST_CASE("a scan without calls has no place to speak of") {
  const auto match = match_calls({}, truth, {}, regions);
  const auto found = scan_estimates(match, 0, {.resamples = 20});
  CHECK(value(found, "recall") == 0);
  CHECK(value(found, "precision") == 0);
  CHECK(std::isnan(value(found, "median_distance")));
  CHECK(std::isnan(value(found, "strand_accuracy")));
  CHECK(scan_curve(match).empty());
  CHECK_THROWS_WITH(best_f1_point({}), "no calls in the evaluated regions: there is no best threshold");
}

TEST_CASE("only what lies in the regions counts") {
  const std::vector<ContigRegion> part = {{0, {900, 1401}}, {0, {1300, 2000}}, {0, {4000, 4000}}};
  const auto match = match_calls(calls, truth, {}, part);
  CHECK(match.evaluated_bases() == 1100);  // overlap counted once
  CHECK(match.loci.size() == 1);
  CHECK(match.calls.size() == 1);
  CHECK_THROWS_WITH(match_calls(calls, truth, {}, {}), "the evaluated regions hold no base");
}

TEST_CASE("a chain of close TSS is one locus") {
  const std::vector<TruthTss> chain = {{0, 1000, plus}, {0, 1500, plus}, {0, 2000, plus}, {0, 2501, plus}};
  const auto match = match_calls({}, chain, {}, regions);
  REQUIRE(match.loci.size() == 2);
  CHECK(match.loci[0].span == Interval{1000, 2001});
  CHECK(match_calls({}, chain, {}, regions, {.locus_gap = 501}).loci.size() == 1);
}

TEST_CASE("a call between two loci goes to the nearer and on a tie to the left") {
  const std::vector<TruthTss> pair = {{0, 1000, plus}, {0, 1800, plus}};
  const std::vector<ScanCall> between = {{0, 1400, plus, 1}, {0, 1401, plus, 1}};
  const auto match = match_calls(between, pair, {}, regions);
  CHECK(match.calls[0].locus == 0U);
  CHECK(match.calls[1].locus == 1U);
}

TEST_CASE("ties for the best call are settled by place") {
  const std::vector<ScanCall> tied = {{0, 5020, plus, 1}, {0, 4990, minus, 1}, {0, 4990, plus, 1}};
  const auto match = match_calls(tied, truth, {}, regions);
  CHECK(match.loci[1].best_call == 2U);
}

TEST_CASE("a NaN logit is no call") {
  CHECK_THROWS_WITH(match_calls(std::vector<ScanCall>{{0, 1, plus, std::nan("")}}, truth, {}, regions),
                    "the logit of call 1 is NaN");
  CHECK_THROWS_AS(match_calls(calls, truth, {}, regions, {.block_bases = 0}), Error);
}

TEST_CASE("thinning keeps the ends") {
  std::vector<ScanPoint> curve(100);
  for (std::size_t i = 0; i < 100; ++i) curve[i].min_logit = static_cast<double>(100 - i);
  const auto thin = thin_curve(curve, 4);
  REQUIRE(thin.size() == 4);
  CHECK(thin[0].min_logit == 100);
  CHECK(thin[1].min_logit == 96);  // rank 5
  CHECK(thin[2].min_logit == 79);  // rank 22
  CHECK(thin[3].min_logit == 1);
  CHECK(thin_curve(curve, 200).size() == 100);
}

TEST_CASE("thinning takes no point twice and passes over none that there is room for") {
  for (std::size_t length = 2; length <= 100; ++length) {
    CAPTURE(length);
    std::vector<ScanPoint> curve(length);
    for (std::size_t i = 0; i < length; ++i) curve[i].min_logit = -static_cast<double>(i);
    const auto thin = thin_curve(curve, 40);
    REQUIRE(thin.size() == std::min<std::size_t>(length, 40));
    CHECK(thin.front().min_logit == curve.front().min_logit);
    CHECK(thin.back().min_logit == curve.back().min_logit);
    for (std::size_t i = 1; i < thin.size(); ++i) CHECK(thin[i].min_logit < thin[i - 1].min_logit);
  }
}

TEST_CASE("calibration error of a scan by hand") {
  std::vector<ScanCall> told = calls;
  const double probabilities[] = {.9, .1, .9, .9, .2, .2};  // the second is a duplicate: left out
  for (std::size_t i = 0; i < told.size(); ++i) told[i].probability = probabilities[i];
  const auto match = match_calls(told, truth, {}, regions);
  const auto found = scan_calibration_error(match, 0, {.resamples = 50});
  // Bin of .9: found, unannotated, found. Bin of .2: unannotated, found.
  CHECK(value(found, "ece") == Approx((3 * (.9 - 2.0 / 3) + 2 * (.5 - .2)) / 5));
  CHECK(value(found, "brier") == Approx((.01 + .81 + .01 + .04 + .64) / 5));
  CHECK(scan_calibration_error(match, 3, {.resamples = 50})[0].value == Approx(.4));
  CHECK(scan_calibration_error(match, 9, {.resamples = 50}).empty());
  CHECK(scan_calibration_error(match_calls(calls, truth, {}, regions), 0, {.resamples = 50}).empty());
  told[0].probability = 1.5;
  CHECK_THROWS_AS(scan_calibration_error(match_calls(told, truth, {}, regions), 0, {.resamples = 50}), Error);
}

TEST_CASE("scan probability by hand") {
  // found 5, unannotated 3, found 2, unannotated 1, found 0; pseudo-calls: right at 0, wrong at 5.
  const auto curve = calibrate_scan(match_calls(calls, truth, {}, regions));
  CHECK(curve.at(5) == Approx(4.0 / 7));
  CHECK(curve.at(0) == Approx(4.0 / 7));
  CHECK_THROWS_WITH(calibrate_scan(match_calls({}, truth, {}, regions)),
                    "no calls to calibrate in the evaluated regions");
}

TEST_CASE("a call at a found locus goes on to the next one, else it is a duplicate") {
  // Loci at 1000 (+) and 1600 (-); the calls at 1290 and 1280 lie within 500 of both.
  const std::vector<TruthTss> two = {{0, 1000, plus}, {0, 1600, minus}};
  const std::vector<ScanCall> both = {{0, 1290, plus, 9}, {0, 1280, plus, 8}, {0, 1270, plus, 7}};
  const auto match = match_calls(both, two, {}, regions);
  REQUIRE(match.loci.size() == 2);
  CHECK(match.calls[0].verdict == CallVerdict::found);
  CHECK(match.calls[0].locus == 0U);
  CHECK(match.calls[0].distance == 290);
  CHECK(match.calls[1].verdict == CallVerdict::found);
  CHECK(match.calls[1].locus == 1U);
  CHECK(match.calls[1].distance == 320);
  CHECK(match.calls[2].verdict == CallVerdict::duplicate);
  CHECK(match.calls[2].locus == 0U);
}

TEST_CASE("calls at ambiguous places leave the count") {
  const std::vector<ContigRegion> ambiguous = {{0, {9500, 9510}}, {0, {4900, 4901}}};
  const std::vector<ScanCall> some = {{0, 9000, plus, 4},    // 500 before the place
                                      {0, 10009, plus, 3},   // 500 behind its last base
                                      {0, 10010, plus, 2},   // 501
                                      {0, 5000, plus, 1},    // at a locus: that counts, not the place
                                      {0, 5001, plus, 0.5},  // duplicate there
                                      {1, 9500, plus, 0}};   // the other contig
  const auto match = match_calls(some, truth, ambiguous, regions);
  const CallVerdict verdicts[] = {CallVerdict::neutral, CallVerdict::neutral,   CallVerdict::unannotated,
                                  CallVerdict::found,   CallVerdict::duplicate, CallVerdict::unannotated};
  for (std::size_t i = 0; i < 6; ++i) CHECK(match.calls[i].verdict == verdicts[i]);
  const auto curve = scan_curve(match);
  CHECK(curve.back().neutral == 2);
  CHECK(curve.back().precision == Approx(1.0 / 3));
  CHECK(curve.back().strict_precision == 0.25);
  CHECK(curve.back().calls_per_mb == 3);
  CHECK(calibrate_scan(match).scores.front() == 0);
  CHECK(calibrate_scan(match).scores.back() == 2);  // neutral ones teach nothing
}

TEST_CASE("the strand is that of the nearest TSS, at equal distance the call's own") {
  const std::vector<TruthTss> both = {{0, 1000, plus}, {0, 1100, minus}};
  const auto strand_at = [&](std::int64_t tss, Strand strand) {
    return match_calls(std::vector<ScanCall>{{0, tss, strand, 1}}, both, {}, regions).calls[0].tss_strand;
  };
  CHECK(strand_at(1049, minus) == plus);
  CHECK(strand_at(1051, plus) == minus);
  CHECK(strand_at(1050, plus) == plus);
  CHECK(strand_at(1050, minus) == minus);
}

TEST_CASE("the threshold of a precision is the one of highest recall") {
  const auto curve = scan_curve(match_calls(calls, truth, {}, regions));
  // found, duplicate, unannotated, found, unannotated, found: precision 1, 1, 1/2, 2/3, 1/2, 3/5
  CHECK(point_of_precision(curve, 0.6)->min_logit == 0);
  CHECK(point_of_precision(curve, 0.65)->min_logit == 2);
  CHECK(point_of_precision(curve, 0.75)->min_logit == 5);
  CHECK_FALSE(point_of_precision(std::span(curve).subspan(2), 0.9).has_value());
}
