#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/train/dev_metrics.h"
#include "seqlens/train/example.h"

using namespace seqlens;
using namespace seqlens::train;

namespace {

/// Judgements of weight 1 as (target, predicted), the score following the prediction.
std::vector<Judgement> judgements(const std::vector<std::pair<int, int>>& pairs) {
  std::vector<Judgement> all;
  for (const auto& [target, predicted] : pairs) {
    Judgement judgement;
    judgement.loss = 0.5;
    judgement.amount = 1;
    judgement.target = target;
    judgement.predicted = predicted;
    judgement.strand = predicted == kNoPromoter ? kPlus : predicted;
    judgement.score = predicted == 0 ? -1 : 1;
    judgement.first_stage_score = -judgement.score;
    judgement.right = target == predicted ? 1 : 0;
    all.push_back(judgement);
  }
  return all;
}

std::vector<std::string_view> names_of(const Metrics& metrics) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : metrics) names.push_back(name);
  return names;
}

}  // namespace

TEST_CASE("every task gives the metrics that it is said to give") {
  struct Case {
    Task task;
    std::size_t classes;
    bool first_stage;
  };
  const Case cases[] = {{Task::classify, 1, false}, {Task::classify, 2, false}, {Task::classify, 3, false},
                        {Task::stranded, 1, false}, {Task::stranded, 1, true},  {Task::masked_lm, 0, false}};
  const auto dev = judgements({{0, 0}, {1, 1}, {2, 1}, {1, 0}});
  for (const Case& c : cases) {
    const Metrics metrics = summarise(c.task, dev, c.classes, c.first_stage);
    CHECK(names_of(metrics) == metric_names(c.task, c.classes, c.first_stage));
    CHECK(metric(metrics, "loss") == 0.5);
    CHECK(metric(metrics, "accuracy") == 0.5);
    CHECK_THROWS_AS(metric(metrics, "f1"), Error);
  }
}

TEST_CASE("a dev set of one class has no ranking") {
  const Metrics metrics = summarise(Task::stranded, judgements({{0, 0}, {0, 1}}), 1, true);
  CHECK(names_of(metrics) == std::vector<std::string_view>{"loss", "accuracy", "strand_accuracy"});
}

TEST_CASE("the correlation of several classes is that of two when one is not used") {
  const std::vector<std::pair<int, int>> pairs{{0, 0}, {0, 0}, {0, 1}, {1, 1}, {1, 1}, {1, 0}, {1, 1}};
  const double two = metric(summarise(Task::classify, judgements(pairs), 2, false), "mcc");
  CHECK(two == Approx(5 / 12.0));  // (2 * 3 - 1 * 1) / sqrt(3 * 4 * 3 * 4)
  CHECK(metric(summarise(Task::classify, judgements(pairs), 3, false), "mcc") == Approx(two));
}

TEST_CASE("the correlation of three classes is Gorodkin's") {
  const auto all_right = judgements({{0, 0}, {1, 1}, {2, 2}});
  CHECK(metric(summarise(Task::classify, all_right, 3, false), "mcc") == Approx(1));
  const auto one_answer = judgements({{0, 1}, {1, 1}, {2, 1}});
  CHECK(metric(summarise(Task::classify, one_answer, 3, false), "mcc") == 0);
  // n = 6, 4 right; truth 2 2 2, guesses 3 2 1: (4 * 6 - 12) / sqrt((36 - 12) (36 - 14))
  const auto some = judgements({{0, 0}, {0, 0}, {1, 1}, {1, 0}, {2, 2}, {2, 1}});
  CHECK(metric(summarise(Task::classify, some, 3, false), "mcc") == Approx(12 / std::sqrt(24.0 * 22.0)));
}

TEST_CASE("strand accuracy counts windows with a promoter on one strand") {
  const auto dev =
      judgements({{kPlus, kPlus}, {kPlus, kMinus}, {kMinus, kMinus}, {kEither, kPlus}, {0, kMinus}});
  CHECK(metric(summarise(Task::stranded, dev, 1, false), "strand_accuracy") == Approx(2 / 3.0));
}

TEST_CASE("only of the loss less is better") {
  for (const std::string_view name : metric_names(Task::stranded, 1, true))
    CHECK(lower_is_better(name) == (name == "loss"));
}

TEST_CASE("an empty dev set is refused") {
  CHECK_THROWS_WITH(summarise(Task::classify, {}, 2, false), "the dev set is empty");
}
