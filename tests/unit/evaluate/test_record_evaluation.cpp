#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/evaluate/record_evaluation.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

const std::vector<double> scores = {.9, .8, .7, .6, .5, .4};
const std::vector<std::uint8_t> labels = {1, 1, 0, 1, 0, 0};
const std::vector<std::uint32_t> own_groups = {0, 1, 2, 3, 4, 5};

const Estimate& named(const std::vector<Estimate>& estimates, const std::string& name) {
  for (const auto& estimate : estimates) {
    if (estimate.name == name) return estimate;
  }
  throw Error("no estimate " + name);
}

}  // namespace

TEST_CASE("a labelled set gets its metrics in order") {
  const auto found = evaluate_records(scores, labels, own_groups, scores, {.threshold = 0.65});
  std::string names;
  for (const auto& estimate : found) names += estimate.name + " ";
  CHECK(names == "auroc auprc best_mcc best_f1 mcc f1 accuracy sensitivity specificity ece brier ");
  CHECK(named(found, "auroc").value == Approx(8.0 / 9));
  CHECK(named(found, "auprc").value == Approx((1 + 1 + 3.0 / 4) / 3));
  CHECK(named(found, "accuracy").value == Approx(4.0 / 6));
  CHECK(named(found, "sensitivity").value == Approx(2.0 / 3));
  CHECK(named(found, "brier").value == Approx((.01 + .04 + .49 + .16 + .25 + .16) / 6));
  for (const auto& estimate : found) CHECK(estimate.interval.low <= estimate.interval.high);
}

TEST_CASE("threshold and probabilities are optional") {
  CHECK(evaluate_records(scores, labels, own_groups, {}, {}).size() == 4);
  CHECK(evaluate_records(scores, labels, own_groups, {}, {.threshold = 0.5}).size() == 9);
  CHECK(evaluate_records(scores, labels, own_groups, scores, {}).size() == 6);
}

TEST_CASE("records of one group are drawn together") {
  // Positives in one group: only the two groups of negatives vary, {.7, .5} and {.4}.
  const std::vector<std::uint32_t> grouped = {0, 0, 1, 0, 1, 2};
  const auto found = evaluate_records(scores, labels, grouped, {}, {});
  CHECK(named(found, "auroc").value == Approx(8.0 / 9));
  CHECK(named(found, "auroc").interval.low == Approx(5.0 / 6));  // {.7, .5} twice
  CHECK(named(found, "auroc").interval.high == Approx(1.0));     // {.4} twice
}

TEST_CASE("one group a class has no interval") {
  const std::vector<std::uint32_t> by_class = {0, 0, 1, 0, 1, 1};
  const auto found = evaluate_records(scores, labels, by_class, {}, {});
  CHECK(named(found, "auroc").value == Approx(8.0 / 9));
  CHECK(std::isnan(named(found, "auroc").interval.low));
  CHECK(std::isnan(named(found, "auroc").interval.high));
}

TEST_CASE("a group with both classes is drawn as a whole") {
  // {.9+ .7-}, {.8+ .5-}, {.6+ .4-}: a group alone ranks perfectly, so does any draw of the same one three
  // times.
  const std::vector<std::uint32_t> mixed = {0, 1, 0, 2, 1, 2};
  const auto found = evaluate_records(scores, labels, mixed, {}, {.bootstrap = {.resamples = 300}});
  CHECK(named(found, "auroc").interval.high == 1);
  CHECK(named(found, "auroc").interval.low == Approx(7.0 / 9));  // .7- above .6+ in 2 of 9 pairs
}

TEST_CASE("one group a record is needed") {
  CHECK_THROWS_WITH(evaluate_records(scores, labels, std::vector<std::uint32_t>{0}, {}, {}),
                    "1 groups for 6 scores");
}
