#include <algorithm>

#include <catch2/catch.hpp>

#include "seqlens/parallel/thread_budget.h"
#include "seqlens/protein/factored_attention.h"
#include "seqlens/protein/mutual_information.h"
#include "seqlens/protein/potts_model.h"
#include "seqlens/protein/sequence_weights.h"

#include "planted_family.h"

using namespace seqlens;
using namespace seqlens::protein;
using namespace seqlens::test;

namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// The pairs of columns with the highest scores, sorted.
Pairs best_pairs(const PairScores& scores, std::size_t count) {
  std::vector<std::pair<double, std::pair<std::size_t, std::size_t>>> ranked;
  for (std::size_t i = 0; i < scores.columns; ++i)
    for (std::size_t j = i + 1; j < scores.columns; ++j) ranked.push_back({-scores.at(i, j), {i, j}});
  std::sort(ranked.begin(), ranked.end());
  Pairs pairs;
  for (std::size_t k = 0; k < count; ++k) pairs.push_back(ranked[k].second);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

// Columns 0-5-9 are a chain: 0 and 9 go together only through 5.
const Pairs kPlanted = {{0, 5}, {2, 7}, {3, 11}, {5, 9}};

struct Family {
  Alignment alignment = planted_family(400, 12, kPlanted, 11);
  std::vector<float> weights = sequence_weights(alignment);
  Observations observations{alignment, weights, every_row(alignment)};
};

}  // namespace

TEST_CASE("a Potts model finds planted pairs, and not what a third column explains") {
  const Family family;
  const auto scores = average_product_corrected(potts_norms(family.observations));
  CHECK(best_pairs(scores, kPlanted.size()) == kPlanted);
  CHECK(scores.at(0, 9) < 0.5 * scores.at(0, 5));
}

TEST_CASE("factored attention finds planted pairs") {
  const Family family;
  FactoredAttentionOptions options;
  options.heads = 8;
  options.width = 8;
  options.steps = 100;
  options.learning_rate = 0.05;
  const auto scores =
      average_product_corrected(factored_attention_norms(family.alignment, family.weights, options));
  CHECK(best_pairs(scores, kPlanted.size()) == kPlanted);
}

TEST_CASE("mutual information sees the pair that a third column explains") {
  const Family family;
  const auto scores = average_product_corrected(mutual_information(family.observations));
  auto expected = kPlanted;
  expected.push_back({0, 9});
  std::sort(expected.begin(), expected.end());
  CHECK(best_pairs(scores, expected.size()) == expected);
}

TEST_CASE("the models have the same bits for any number of threads") {
  const Family family;
  FactoredAttentionOptions options;
  options.heads = 4;
  options.steps = 12;
  options.batch_rows = 100;  // rows in turn
  const auto both = [&](int threads) {
    const parallel::ThreadBudget budget(threads);
    return std::pair(potts_norms(family.observations).values,
                     factored_attention_norms(family.alignment, family.weights, options).values);
  };
  CHECK(both(1) == both(3));
}

TEST_CASE("alignments of two rows and of one column do no harm") {
  const auto pair = planted_family(2, 3, {}, 3);
  const auto weights = sequence_weights(pair);
  CHECK(potts_norms(Observations(pair, weights, every_row(pair))).values.size() == 9);
  const Alignment column{2, 1, {0, 1}};
  const std::vector<float> ones = {1, 1};
  CHECK(potts_norms(Observations(column, ones, every_row(column))).values == std::vector<double>{0});
  CHECK(factored_attention_norms(column, ones).values == std::vector<double>{0});
}
