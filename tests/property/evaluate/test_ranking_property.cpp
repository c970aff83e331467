#include <cmath>
#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/evaluate/confusion.h"
#include "seqlens/evaluate/ranked_scores.h"

using namespace seqlens;
using namespace seqlens::evaluate;

namespace {

struct Labelled {
  std::vector<double> scores;
  std::vector<std::uint8_t> labels;
};

// Few distinct scores, so that ties are common.
Labelled random_items(Random& random) {
  Labelled items;
  const std::size_t count = 2 + random.below(40);
  const std::uint64_t distinct = 1 + random.below(12);
  for (std::size_t i = 0; i < count; ++i) {
    items.scores.push_back(static_cast<double>(random.below(distinct)));
    items.labels.push_back(i < 2 ? static_cast<std::uint8_t>(i) : static_cast<std::uint8_t>(random.below(2)));
  }
  return items;
}

double pair_count_auroc(const Labelled& items) {
  double wins = 0, pairs = 0;
  for (std::size_t p = 0; p < items.scores.size(); ++p) {
    for (std::size_t n = 0; n < items.scores.size(); ++n) {
      if (items.labels[p] != 1 || items.labels[n] != 0) continue;
      pairs += 1;
      wins += items.scores[p] > items.scores[n] ? 1.0 : items.scores[p] == items.scores[n] ? 0.5 : 0.0;
    }
  }
  return wins / pairs;
}

double slow_average_precision(const Labelled& items) {
  double area = 0, recall_before = 0;
  for (int threshold = 12; threshold >= 0; --threshold) {
    const auto table = confusion_at(items.scores, items.labels, threshold);
    area += (sensitivity(table) - recall_before) * precision(table);
    recall_before = sensitivity(table);
  }
  return area;
}

bool close(double found, double expected) {
  return std::abs(found - expected) <= 1e-12;
}

}  // namespace

TEST_CASE("ranking equals counting pairs and thresholds") {
  const std::uint64_t seed = 20261124;
  INFO("seed " << seed);
  Random random(seed);
  for (int round = 0; round < 500; ++round) {
    const auto items = random_items(random);
    const auto found = RankedScores(items.scores, items.labels).metrics();
    CHECK(close(found.auroc, pair_count_auroc(items)));
    CHECK(close(found.average_precision, slow_average_precision(items)));
    double best_mcc = -2, best_f1 = -2;
    for (const double threshold : items.scores) {
      const auto table = confusion_at(items.scores, items.labels, threshold);
      best_mcc = std::max(best_mcc, mcc(table));
      best_f1 = std::max(best_f1, f1(table));
    }
    CHECK(close(found.best_mcc, best_mcc));
    CHECK(close(found.best_f1, best_f1));
    CHECK(close(mcc(confusion_at(items.scores, items.labels, found.best_mcc_threshold)), best_mcc));
  }
}

TEST_CASE("the comparison with pair counting can fail") {
  Labelled items{{3, 2, 1, 0}, {1, 0, 1, 0}};
  const double right = pair_count_auroc(items);
  items.labels[0] = 0;
  CHECK_FALSE(close(auroc(items.scores, items.labels), right));
  CHECK_FALSE(close(std::nan(""), right));
}
