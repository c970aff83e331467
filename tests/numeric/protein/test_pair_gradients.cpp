// Gradients of the pair modules against central differences of their own outputs, odd sizes, with masks.
#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/parallel/thread_budget.h"

#include "pair_modules.h"

using namespace seqlens;
using namespace seqlens::protein;
using namespace seqlens::test;

namespace {

constexpr std::size_t kChannels = 5;

std::vector<float> normals(std::size_t count, Random& random, double scale = 1) {
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(scale * random.normal());
  return values;
}

template <class Module>
void randomise(Module& module, Random& random) {
  each_parameter(module, [&](const std::string&, std::vector<float>& numbers) {
    for (float& number : numbers) number = static_cast<float>(0.5 * random.normal());
  });
}

/// Some pairs are masked; row 1 whole, if wanted. (A product of which all terms are masked is 0 in every
/// channel, where the norm that follows is too steep for differences.)
std::vector<float> some_mask(std::size_t n, bool whole_row) {
  std::vector<float> mask(n * n);
  for (std::size_t p = 0; p < mask.size(); ++p) mask[p] = p % 5 != 3 && !(whole_row && p / n == 1) ? 1 : 0;
  return mask;
}

template <class Module>
void check_gradients(Module module, std::size_t n, std::uint64_t seed, bool whole_row = true) {
  CAPTURE(n, seed);
  Random random(seed);
  randomise(module, random);
  auto z = normals(n * n * kChannels, random);
  const auto mask = some_mask(n, whole_row);
  const auto cotangent = normals(z.size(), random);
  typename Module::Saved saved;
  const auto loss = [&] {
    const auto update = forward(module, z, kChannels, mask, saved);
    double sum = 0;
    for (std::size_t k = 0; k < update.size(); ++k) sum += double{update[k]} * double{cotangent[k]};
    return sum;
  };
  static_cast<void>(loss());
  Module gradient = zero_like(module);
  const auto dz = backward(module, z, kChannels, mask, saved, cotangent, gradient);

  const auto check = [&](float& parameter, double expected) {
    constexpr float kStep = 5e-3F;
    const float kept = parameter;
    parameter = kept + kStep;
    const double above = loss();
    parameter = kept - kStep;
    const double below = loss();
    parameter = kept;
    const double slope = (above - below) / (2 * double{kStep});
    return std::abs(slope - expected) <= 5e-3 * (1 + std::abs(expected));
  };
  for (std::size_t k = 0; k < z.size(); k += 7) {
    CAPTURE(k);
    CHECK(check(z[k], double{dz[k]}));
  }
  std::vector<std::vector<float>> gradients;
  each_parameter(gradient,
                 [&](const std::string&, std::vector<float>& numbers) { gradients.push_back(numbers); });
  std::size_t part = 0;
  each_parameter(module, [&](const std::string& name, std::vector<float>& numbers) {
    CAPTURE(name);
    for (std::size_t k = 0; k < numbers.size(); k += 5) CHECK(check(numbers[k], double{gradients[part][k]}));
    ++part;
  });
}

}  // namespace

TEST_CASE("gradients of triangle multiplication") {
  for (const std::size_t n : {1, 3, 7}) {
    check_gradients(TriangleMultiplication(Edges::outgoing, kChannels, 6), n, 31, false);
    check_gradients(TriangleMultiplication(Edges::incoming, kChannels, 6), n, 32, false);
  }
}

TEST_CASE("gradients of triangle attention") {
  for (const std::size_t n : {1, 3, 7}) {
    check_gradients(TriangleAttention(Node::starting, kChannels, 2, 3), n, 33);
    check_gradients(TriangleAttention(Node::ending, kChannels, 2, 3), n, 34);
  }
}

TEST_CASE("gradients of the pair transition") {
  check_gradients(PairTransition(kChannels, 9), 3, 35);
}

TEST_CASE("what is masked is not seen by pairs that are not") {
  Random random(36);
  constexpr std::size_t kSide = 6;
  TriangleAttention attention(Node::starting, kChannels, 2, 3);
  TriangleMultiplication multiplication(Edges::incoming, kChannels, 4);
  randomise(attention, random);
  randomise(multiplication, random);
  // The last node is padding: its row and column are masked.
  std::vector<float> mask(kSide * kSide, 1);
  for (std::size_t i = 0; i < kSide; ++i) mask[i * kSide + kSide - 1] = mask[(kSide - 1) * kSide + i] = 0;
  auto z = normals(kSide * kSide * kChannels, random);
  const auto updates = [&] {
    TriangleAttention::Saved a;
    TriangleMultiplication::Saved m;
    auto both = forward(attention, z, kChannels, mask, a);
    const auto second = forward(multiplication, z, kChannels, mask, m);
    for (std::size_t k = 0; k < both.size(); ++k) both[k] = mask[k / kChannels] * (both[k] + 3 * second[k]);
    return both;
  };
  const auto before = updates();
  for (std::size_t k = 0; k < z.size(); ++k)
    if (mask[k / kChannels] == 0) z[k] += 5;
  CHECK(updates() == before);
}

TEST_CASE("pair modules have the same bits for any number of threads") {
  Random random(37);
  TriangleAttention attention(Node::ending, kChannels, 3, 4);
  randomise(attention, random);
  const auto z = normals(25 * kChannels, random), cotangent = normals(25 * kChannels, random);
  const std::vector<float> mask(25, 1);
  const auto run = [&](int threads) {
    const parallel::ThreadBudget budget(threads);
    TriangleAttention::Saved saved;
    auto result = forward(attention, z, kChannels, mask, saved);
    TriangleAttention gradient = zero_like(attention);
    const auto dz = backward(attention, z, kChannels, mask, saved, cotangent, gradient);
    result.insert(result.end(), dz.begin(), dz.end());
    result.insert(result.end(), gradient.query.weight.begin(), gradient.query.weight.end());
    return result;
  };
  CHECK(run(1) == run(4));
}

TEST_CASE("a number of pairs that is no square is refused") {
  const PairMatrix z(6, kChannels);
  PairMatrix update(6, kChannels);
  TriangleAttention::Saved saved;
  const std::vector<float> mask(6, 1);
  CHECK_THROWS_WITH(
      TriangleAttention(Node::starting, kChannels, 1, 2).forward(z.view(), mask, update.view(), saved),
      "6 pairs and 6 of the mask; n^2 of both are expected");
}
