#include <catch2/catch.hpp>

#include "seqlens/protein/contact_precision.h"
#include "seqlens/protein/contact_probability.h"

namespace seqlens::protein {
namespace {

TEST_CASE("precision counts known pairs of the range, highest first, ties by their columns") {
  PairScores scores(30);
  ContactTruth truth(30);
  truth.set(0, 6, PairTruth::contact);
  truth.set(0, 7, PairTruth::apart);
  truth.set(2, 29, PairTruth::contact);
  truth.set(1, 13, PairTruth::contact);
  truth.set(3, 5, PairTruth::contact);  // too near
  scores.set(0, 6, 1);
  scores.set(0, 7, 2);
  scores.set(1, 13, 1);
  scores.set(2, 29, 0.5);
  scores.set(4, 20, 9);  // unresolved
  scores.set(3, 5, 9);
  const SeparationRange& all = kSeparationRanges[0];
  CHECK(precision_of_top(scores, truth, all, 1).contacts == 0);
  CHECK(precision_of_top(scores, truth, all, 2).contacts == 1);
  CHECK(precision_of_top(scores, truth, all, 99).pairs == 4);
  CHECK(precision_of_top(scores, truth, all, 99).contacts == 3);
  CHECK(precision_of_top(scores, truth, kSeparationRanges[1], 9).pairs == 2);
  CHECK(precision_of_top(scores, truth, kSeparationRanges[2], 9).pairs == 1);
  CHECK(precision_of_top(scores, truth, kSeparationRanges[3], 9).contacts == 1);
  CHECK(known_pairs(truth, all).contacts == 3);
  CHECK(precision_of_top(chain_nearness(30), truth, all, 1).contacts == 1);
}

TEST_CASE("the average product is taken off") {
  PairScores scores(4);
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < i; ++j) scores.set(i, j, 1);
  CHECK(average_product_corrected(scores).at(2, 1) == Approx(0).margin(1e-12));
  scores.set(0, 1, 3);
  const auto corrected = average_product_corrected(scores);
  CHECK(corrected.at(1, 0) == Approx(3 - (5.0 / 3) * (5.0 / 3) / (4.0 / 3)));
  CHECK(corrected.at(1, 1) == 0);
  CHECK(average_product_corrected(PairScores(3)).values == std::vector<double>(9));
}

TEST_CASE("a coupling that biases could say has no norm") {
  std::vector<float> i_given_j(400), j_given_i(400);
  for (std::size_t b = 0; b < 20; ++b)
    for (std::size_t a = 0; a < 20; ++a) {
      i_given_j[b * 20 + a] = static_cast<float>(a) - 2 * static_cast<float>(b);
      j_given_i[a * 20 + b] = i_given_j[b * 20 + a];
    }
  const auto norm = [&] { return coupling_norm({i_given_j.data(), 20, 20}, {j_given_i.data(), 20, 20}); };
  CHECK(norm() == Approx(0).margin(1e-9));
  i_given_j[7] += 2;
  j_given_i[7 * 20] += 2;
  CHECK(norm() == Approx(2 * 0.95));
}

TEST_CASE("probabilities keep the order of scores") {
  PairScores scores(20);
  for (std::size_t i = 0; i < 20; ++i)
    for (std::size_t j = 0; j < i; ++j) scores.set(i, j, static_cast<double>((i * 7 + j * 3) % 11));
  const auto probabilities = contact_probabilities(scores, {-3, 1});
  for (std::size_t k = 1; k < 19; ++k) {
    const bool higher = scores.at(19, k) > scores.at(19, k - 1);
    CHECK((probabilities.at(19, k) > probabilities.at(19, k - 1)) == higher);
    CHECK(probabilities.at(19, k) > 0);
    CHECK(probabilities.at(19, k) < 1);
  }
  CHECK(contact_probabilities(PairScores(3), {0, 1}).at(0, 1) == Approx(0.5));
}

}  // namespace
}  // namespace seqlens::protein
