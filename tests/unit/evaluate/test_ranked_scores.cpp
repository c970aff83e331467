#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/ranked_scores.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

struct Case {
  const char* name;
  std::vector<double> scores;
  std::vector<std::uint8_t> labels;
  double auroc, average_precision, best_mcc, best_f1;
};

// Worked by hand. "mixed": thresholds .9 .8 .7 .6 give (TP, FP) = (1,0) (1,1) (2,1) (2,2).
const std::vector<Case> cases = {
    {"perfect", {3, 2, 1, 0}, {1, 1, 0, 0}, 1.0, 1.0, 1.0, 1.0},
    {"inverted", {0, 1, 2, 3}, {1, 1, 0, 0}, 0.0, (1.0 / 3 + 2.0 / 4) / 2, 0.0, 2.0 / 3},
    {"all tied", {5, 5, 5, 5}, {1, 0, 0, 0}, 0.5, 0.25, 0.0, 0.4},
    {"mixed", {.9, .8, .7, .6}, {1, 0, 1, 0}, 0.75, (1.0 + 2.0 / 3) / 2, 1 / std::sqrt(3.0), 0.8},
    {"tie across classes", {2, 1, 1, 0}, {1, 1, 0, 0}, 0.875, (1.0 + 2.0 / 3) / 2, 1 / std::sqrt(3.0), 0.8},
};

}  // namespace

TEST_CASE("ranking metrics by hand") {
  for (const auto& expected : cases) {
    INFO(expected.name);
    const auto found = RankedScores(expected.scores, expected.labels).metrics();
    CHECK(found.auroc == Approx(expected.auroc).margin(1e-12));
    CHECK(found.average_precision == Approx(expected.average_precision).margin(1e-12));
    CHECK(found.best_mcc == Approx(expected.best_mcc).margin(1e-12));
    CHECK(found.best_f1 == Approx(expected.best_f1).margin(1e-12));
  }
}

TEST_CASE("best thresholds are scores of the set") {
  const std::vector<double> scores = {.9, .8, .7, .6};
  const std::vector<std::uint8_t> labels = {1, 0, 1, 0};
  const auto found = RankedScores(scores, labels).metrics();
  CHECK(found.best_mcc_threshold == .9);  // ties with .7: the higher one stays
  CHECK(found.best_f1_threshold == .7);
}

TEST_CASE("a weight counts an item that often") {
  const std::vector<double> scores = {3, 2, 2, 1};
  const std::vector<std::uint8_t> labels = {0, 1, 0, 1};
  const std::vector<std::uint32_t> weights = {2, 3, 0, 1};
  const std::vector<double> repeated = {3, 3, 2, 2, 2, 1};
  const std::vector<std::uint8_t> repeated_labels = {0, 0, 1, 1, 1, 1};
  const auto weighted = RankedScores(scores, labels).weighted_metrics(weights);
  const auto plain = RankedScores(repeated, repeated_labels).metrics();
  CHECK(weighted.auroc == plain.auroc);
  CHECK(weighted.average_precision == plain.average_precision);
  CHECK(weighted.best_mcc == plain.best_mcc);
  CHECK(weighted.best_f1 == plain.best_f1);
}

TEST_CASE("the curve has a point a distinct score") {
  const std::vector<double> scores = {1, 3, 2, 2};
  const std::vector<std::uint8_t> labels = {0, 1, 1, 0};
  const auto curve = RankedScores(scores, labels).curve();
  REQUIRE(curve.size() == 3);
  const double expected[][5] = {{3, 1, 0, 2, 1}, {2, 2, 1, 1, 0}, {1, 2, 2, 0, 0}};  // score TP FP TN FN
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& [score, table] = curve[i];
    CHECK(score == expected[i][0]);
    CHECK(table.true_positive == expected[i][1]);
    CHECK(table.false_positive == expected[i][2]);
    CHECK(table.true_negative == expected[i][3]);
    CHECK(table.false_negative == expected[i][4]);
  }
  CHECK(RankedScores({}, {}).curve().empty());
}

TEST_CASE("weights that empty a class give no value") {
  const std::vector<double> scores = {1, 2};
  const std::vector<std::uint8_t> labels = {0, 1};
  const std::vector<std::uint32_t> weights = {4, 0};
  CHECK(std::isnan(RankedScores(scores, labels).weighted_metrics(weights).auroc));
}

TEST_CASE("infinite scores rank") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(auroc(std::vector{infinity, -infinity, 0.0}, std::vector<std::uint8_t>{1, 0, 0}) == 1.0);
}

TEST_CASE("ranking refuses what it cannot rank") {
  const std::vector<std::uint8_t> both = {1, 0};
  CHECK_THROWS_WITH(auroc(std::vector{1.0, std::nan("")}, both), "the score of item 2 is NaN");
  CHECK_THROWS_WITH(auroc(std::vector{1.0, 2.0}, std::vector<std::uint8_t>{1, 2}),
                    "the label of item 2 is 2, expected 0 or 1");
  CHECK_THROWS_WITH(auroc(std::vector{1.0}, both), "1 scores for 2 labels");
  CHECK_THROWS_WITH(auroc(std::vector{1.0, 2.0}, std::vector<std::uint8_t>{1, 1}),
                    "2 positive and 0 negative items: a ranking needs both");
  CHECK_THROWS_WITH(auroc({}, {}), "0 positive and 0 negative items: a ranking needs both");
  CHECK_THROWS_AS(RankedScores(std::vector{1.0, 2.0}, both).weighted_metrics(std::vector<std::uint32_t>{1}),
                  ShapeError);
}
