#include <cmath>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/motif/score_distribution.h"

#include "read_text.h"
#include "support/shared_data.h"

using namespace seqlens;
using namespace seqlens::motif;

namespace {

const Background kGc57{0.215, 0.285, 0.285, 0.215};

Matrix random_matrix(std::size_t width, std::uint64_t seed) {
  Random random(seed);
  Matrix matrix{"m", "", {}};
  for (std::size_t i = 0; i < width; ++i) {
    Column column{};
    double sum = 0;
    for (double& p : column) sum += p = std::pow(random.uniform(), 3);
    for (double& p : column) p /= sum;
    matrix.columns.push_back(column);
  }
  return matrix;
}

}  // namespace

TEST_CASE("log odds have the pseudocount spread by the background") {
  const Matrix matrix{"m", "", {{1, 0, 0, 0}}, 10};
  const ScoreMatrix scores(matrix, kGc57);
  CHECK(scores.score("A") == Approx(std::log2((10 + 0.1 * 0.215) / 10.1 / 0.215)));
  CHECK(scores.score("g") == Approx(std::log2(0.1 * 0.285 / 10.1 / 0.285)));
  CHECK(scores.bits(scores.steps_of("A")) == Approx(scores.score("A")));
}

TEST_CASE("p is the sum over all words of as high a score") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const ScoreMatrix scores(random_matrix(6, seed), kGc57);
    const ScoreDistribution distribution(scores);
    std::map<double, std::pair<double, std::int32_t>, std::greater<>> counted;
    for (int code = 0; code < 4096; ++code) {
      std::string word;
      double p = 1;
      for (int i = 0; i < 6; ++i) {
        word += kLetters[(code >> (2 * i)) & 3];
        p *= kGc57[(code >> (2 * i)) & 3];
      }
      counted[scores.score(word)] = {counted[scores.score(word)].first + p, scores.steps_of(word)};
    }
    double tail = 0, worst = 0;
    double most_off = 0;
    for (const auto& [score, p_and_steps] : counted) {
      tail += p_and_steps.first;
      const double off = distribution.p_value(p_and_steps.second) / tail - 1;
      worst = std::min(worst, off);
      most_off = std::max(most_off, off);
    }
    CHECK(worst >= -1e-9);
    CHECK(most_off <= 1e-9);
  }
}

TEST_CASE("words and steps count the same") {
  Matrix matrix = random_matrix(9, 5);
  const ScoreMatrix narrow(matrix, kGc57);
  matrix.columns.push_back(kGc57);  // says nothing
  const ScoreMatrix same(matrix, kGc57);
  const ScoreDistribution by_words(narrow), by_steps(same);
  for (const std::string word : {"ACGTACGTA", "CCCCCCCCC", "GATTACAGA", "TTTTTGGGG"}) {
    const double p = by_words.p_value(narrow.steps_of(word));
    CHECK(std::abs(by_steps.p_value(same.steps_of(word + "A")) / p - 1) <= 0.02);
  }
}

TEST_CASE("a threshold is the least score of so small a p") {
  const auto width = GENERATE(9U, 10U);
  const ScoreMatrix scores(random_matrix(width, 7), kUniform);
  const ScoreDistribution all(scores), some(scores, 1e-3);
  CHECK(all.p_value(0) == Approx(1));
  CHECK(some.p_value(some.threshold()) <= 1e-3);
  if (width > ScoreMatrix::kNarrow) CHECK(all.p_value(some.threshold() - 1) > 1e-3);
  const std::int32_t higher = (some.threshold() + scores.most_steps()) / 2;
  CHECK(some.p_value(higher) == all.p_value(higher));
  CHECK(ScoreDistribution(scores, 1e-30).threshold() > scores.most_steps());
}

TEST_CASE("exact p of the fixture") {
  SEQLENS_REQUIRE_SHARED(folder, "fixtures/motif");
  std::map<std::string, Matrix> matrices;
  for (const Matrix& matrix : test::read_motifs(folder / "narrow.meme")) matrices[matrix.id] = matrix;
  const auto rows = test::read_table(folder / "exact_p.tsv");
  REQUIRE(rows.size() > 100);
  for (const auto& row : rows) {
    INFO(row[0] << ' ' << row[1] << ' ' << row[2]);
    const ScoreMatrix scores(matrices.at(row[0]), row[1] == "uniform" ? kUniform : kGc57);
    CHECK(std::abs(scores.score(row[2]) - std::stod(row[3])) <= 1e-6);
    const double p = ScoreDistribution(scores).p_value(scores.steps_of(row[2]));
    CHECK(std::abs(p / std::stod(row[4]) - 1) <= 1e-9);
  }
}
