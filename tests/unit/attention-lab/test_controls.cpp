#include <algorithm>
#include <cmath>
#include <numbers>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"

#include "attention-lab/critical-chains/exponential_fit.h"
#include "attention-lab/critical-chains/ising_chain.h"
#include "attention-lab/lab/convolution_net.h"
#include "attention-lab/path-length/recurrent_net.h"

using namespace attention_lab;

TEST_CASE("correlations of the critical chain are Pfeuty's product") {
  const auto correlations = ising_correlations(1, 300);
  for (const int r : {1, 2, 5, 40, 300}) {
    double logarithm = r * std::log(2 / std::numbers::pi);
    for (int k = 1; k < r; ++k) logarithm += (k - r) * std::log(1 - 1 / (4.0 * k * k));
    CHECK(correlations[static_cast<std::size_t>(r)] == Approx(std::exp(logarithm)).epsilon(1e-9));
  }
  CHECK(correlations[0] == 1);
}

TEST_CASE("off the critical field correlations fall exponentially") {
  // Correlation length 1 / log(1 / coupling), with a factor r^(-1/2).
  const auto correlations = ising_correlations(0.7, 60);
  const double slope = std::log(correlations[60] / correlations[30]) + 0.5 * std::log(60.0 / 30);
  CHECK(slope / 30 == Approx(std::log(0.7)).epsilon(0.01));
}

TEST_CASE("a sum of two exponentials needs two of them") {
  std::vector<double> sum;
  for (int r = 0; r <= 200; ++r) sum.push_back(std::exp(-0.01 * r) + std::exp(-0.5 * r));
  CHECK(exponentials_needed(sum, 0.15, 6) == 2);
  std::vector<double> one;
  for (int r = 0; r <= 100; ++r) one.push_back(std::exp(-0.02 * r));
  CHECK(exponentials_needed(one, 0.2, 6) == 1);
  CHECK(exponentials_needed(ising_correlations(1, 512), 1e-9, 3) == 4);
}

TEST_CASE("recurrent networks learn to repeat a near symbol") {
  seqlens::Random random(3);
  Examples examples(600);
  for (auto& example : examples) {
    for (int t = 0; t < 3; ++t) example.tokens.push_back(static_cast<std::int32_t>(random.below(4)));
    example.target = example.tokens.front();
  }
  for (const Cell cell : {Cell::plain, Cell::lstm}) {
    RecurrentNet net(cell, 4, 16, 4, 1);
    CHECK(net.accuracy(examples) < 0.6);
    net.train(examples, {.steps = 200, .batch = 16, .learning_rate = 1e-2}, 1);
    CHECK(net.accuracy(examples) > 0.95);
  }
}

TEST_CASE("convolutions learn a pattern within their reach and not beyond") {
  // The class is whether the two ones of a line lie side by side, or as far apart as three convolutions of
  // width 3 do not see.
  seqlens::Random random(5);
  std::vector<GridExample> examples;
  for (int n = 0; n < 600; ++n) {
    GridExample example{std::vector<float>(40), static_cast<int>(random.below(2))};
    const std::size_t at = 2 + random.below(10);
    example.rows[at] = example.rows[at + (example.target == 1 ? 1 : 20)] = 1;
    examples.push_back(std::move(example));
  }
  ConvolutionNet net(1, {line_convolution(40, 3, 1, 8), line_convolution(40, 3, 1, 8)}, 2, 1);
  net.train(examples, {.steps = 200, .batch = 16, .learning_rate = 1e-2}, 1);
  CHECK(net.accuracy(examples) > 0.95);
  for (auto& example : examples) {  // now both classes are far apart, differently
    const auto first = std::find(example.rows.begin(), example.rows.end(), 1.0F) - example.rows.begin();
    std::fill(example.rows.begin(), example.rows.end(), 0.0F);
    example.rows[static_cast<std::size_t>(first)] = 1;
    example.rows[static_cast<std::size_t>(first) + (example.target == 1 ? 10 : 20)] = 1;
  }
  ConvolutionNet blind(1, {line_convolution(40, 3, 1, 8), line_convolution(40, 3, 1, 8)}, 2, 1);
  blind.train(examples, {.steps = 200, .batch = 16, .learning_rate = 1e-2}, 1);
  CHECK(blind.accuracy(examples) < 0.8);
}

TEST_CASE("the cells around a cell of a box") {
  const Convolution box = box_convolution(3, 2, 2, 1);
  CHECK(box.positions() == 12);
  CHECK(box.taps[13] == 0);  // itself
  CHECK(box.taps[0] == -1);  // outside
  CHECK(box.taps[26] == 7);  // (1, 1, 1)
}
