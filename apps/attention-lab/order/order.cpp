#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "seqlens/core/random.h"
#include "seqlens/model/encoder.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/training.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::model::EncoderConfig;
using seqlens::model::Positions;

constexpr int kNumbers = 24;
constexpr std::size_t kLength = 8;

struct Scheme {
  const char* name;
  Positions positions;
};
constexpr Scheme kSchemes[] = {{"none", Positions::none},     {"learned", Positions::learned},
                               {"rotary", Positions::rotary}, {"sinusoidal", Positions::sinusoidal},
                               {"ALiBi", Positions::alibi},   {"continuous", Positions::continuous}};

/// Positives are rising numbers; negatives the same numbers in another order, so that no count tells them
/// apart: each set of numbers comes once as either.
Examples rising_examples(std::size_t pairs, std::uint64_t seed) {
  Examples examples;
  Random random(seed);
  std::vector<std::int32_t> numbers(kNumbers);
  for (std::size_t n = 0; n < pairs; ++n) {
    std::iota(numbers.begin(), numbers.end(), 0);
    seqlens::shuffle(std::span(numbers), random);
    std::vector<std::int32_t> chosen(numbers.begin(), numbers.begin() + kLength);
    std::vector<std::int32_t> sorted = chosen;
    std::ranges::sort(sorted);
    while (chosen == sorted) seqlens::shuffle(std::span(chosen), random);
    for (const bool rising : {true, false}) {
      seqlens::train::Example example;
      example.tokens = rising ? sorted : chosen;
      example.target = rising ? 1 : 0;
      for (std::size_t t = 0; t < kLength; ++t) example.coordinates.push_back(static_cast<float>(t));
      examples.push_back(std::move(example));
    }
  }
  return examples;
}

EncoderConfig config_of(Positions positions) {
  EncoderConfig config = small_encoder(kNumbers, 32, 4, 2);
  config.positions = positions;
  if (positions == Positions::learned) config.max_positions = kLength;
  if (positions == Positions::continuous)
    config.continuous = seqlens::model::ContinuousPositions{.knots = {-8, -4, -2, -1, 0, 1, 2, 4, 8}};
  config.classify = class_head(2, seqlens::model::Pooling::mean);
  return config;
}

void drop_unread_coordinates(Examples& examples) {
  for (auto& example : examples) example.coordinates.clear();
}

double accuracy(Positions positions, const Effort& effort, std::uint64_t seed) {
  const EncoderConfig config = config_of(positions);
  Examples training = rising_examples(4000, 2 * seed), test = rising_examples(400, 2 * seed + 1);
  if (!config.continuous) drop_unread_coordinates(training), drop_unread_coordinates(test);
  const Recipe recipe{.steps = effort.quick ? 250U : 800U, .batch = 64, .learning_rate = 4e-3};
  return class_accuracy(config, train_classes(config, training, recipe, seed), test);
}

/// Largest difference of the last hidden state, relative to its largest number, between permuted tokens and
/// the permuted outputs; of a model with random weights.
double permutation_difference(Positions positions, std::uint64_t seed) {
  const EncoderConfig config = config_of(positions);
  seqlens::model::Parameters parameters(config);
  seqlens::model::initialise(parameters, config, seed);
  Random random(seed);
  // Tables of positions start small; here they shall matter.
  for (float& x : parameters.values()) x += static_cast<float>(0.1 * random.normal());
  if (positions == Positions::rotary) seqlens::model::set_inverse_frequencies(parameters);
  const seqlens::model::Encoder encoder(config, parameters);
  const Examples two = rising_examples(1, seed);
  const auto hidden = [&](const std::vector<std::int32_t>& tokens) {
    const std::span<const float> coordinates =
        config.continuous ? std::span<const float>(two[0].coordinates) : std::span<const float>();
    const seqlens::model::EncoderInput input{tokens, coordinates, {}};
    return encoder.run(std::span(&input, 1), {}).at(0).last_hidden_state;
  };
  const auto sorted = hidden(two[0].tokens), moved = hidden(two[1].tokens);
  const auto width = static_cast<std::size_t>(config.width);
  double largest = 0, scale = 0;
  for (std::size_t t = 0; t < kLength; ++t) {
    const auto from =
        static_cast<std::size_t>(std::ranges::find(two[0].tokens, two[1].tokens[t]) - two[0].tokens.begin());
    for (std::size_t i = 0; i < width; ++i) {
      largest = std::max(largest, std::abs(double{moved[t * width + i]} - double{sorted[from * width + i]}));
      scale = std::max(scale, std::abs(double{sorted[from * width + i]}));
    }
  }
  return largest / scale;
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done = fmt::format(
      "\"Do these {} numbers rise?\": negatives are the same numbers in another order, so that the set alone "
      "tells "
      "nothing. Two layers with four heads learn it with each kind of positions. Also: how far the outputs "
      "for "
      "permuted tokens are from the permuted outputs, with random weights.",
      kLength);
  const std::size_t schemes = effort.quick ? 3 : std::size(kSchemes);
  const auto accuracies =
      for_variants_and_seeds(schemes, effort, [&](std::size_t scheme, std::uint64_t seed) {
        return accuracy(kSchemes[scheme].positions, effort, seed);
      });
  finding.table = {"numbers", {"positions", "seed", "accuracy", "permutation_difference"}, {}};
  std::vector<Values> differences(std::size(kSchemes));
  seqlens::report::Series bars{.name = "", .mark = seqlens::report::Mark::bars};
  seqlens::report::Axis names{.title = "positions"};
  for (std::size_t i = 0; i < std::size(kSchemes); ++i) {
    for (std::size_t s = 0; s < effort.seeds; ++s) {
      const std::uint64_t seed = effort.first_seed + s;
      differences[i].push_back(permutation_difference(kSchemes[i].positions, seed));
      finding.table.add_row({std::string(kSchemes[i].name), static_cast<std::int64_t>(seed),
                             i < schemes ? seqlens::report::Cell(accuracies[i][s]) : seqlens::report::Cell(),
                             differences[i].back()});
    }
    if (i >= schemes) continue;
    const Spread spread = spread_of(accuracies[i]);
    names.categories.emplace_back(kSchemes[i].name);
    bars.x.push_back(static_cast<double>(i)), bars.y.push_back(spread.mean);
    bars.low.push_back(spread.least), bars.high.push_back(spread.most);
  }
  const seqlens::report::Series chance{
      .name = "chance", .x = {-0.5, static_cast<double>(schemes) - 0.5}, .y = {0.5, 0.5}, .dashed = true};
  finding.pictures.emplace_back(seqlens::report::Plot{
      "order", "Do the numbers rise?", names, {.title = "accuracy", .low = 0, .high = 1}, {bars, chance}});

  for (std::size_t i = 1; i < schemes; ++i)
    finding.checks.push_back(at_least(i < 3 ? Role::claim : Role::limit,
                                      fmt::format("accuracy with {} positions", kSchemes[i].name),
                                      accuracies[i], 0.99));
  finding.checks.push_back(every_at_most(Role::control, "accuracy without positions", accuracies[0], 0.55));
  finding.checks.push_back(
      every_at_most(Role::claim, "permutation difference without positions", differences[0], 1e-5));
  Values least;
  for (std::size_t s = 0; s < effort.seeds; ++s) {
    least.push_back(differences[1][s]);
    for (std::size_t i = 2; i < std::size(kSchemes); ++i)
      least.back() = std::min(least.back(), differences[i][s]);
  }
  finding.checks.push_back(
      every_at_least(Role::control, "least permutation difference with positions", least, 0.01));
  return finding;
}

}  // namespace

const Claim kOrder{
    "order", "Without positions there is no order",
    "Self-attention without positions gives permuted tokens permuted outputs, so that it cannot tell "
    "an order; with positions it can.",
    "Vaswani et al. 2017, section 3.5; Lee et al. 2019 (Set Transformer)", run};

}  // namespace attention_lab
