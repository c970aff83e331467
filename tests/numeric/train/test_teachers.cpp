#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/random.h"
#include "seqlens/model/encoder.h"
#include "seqlens/train/teachers.h"

#include "small_runs.h"

using namespace seqlens;
using namespace seqlens::test;
using train::StrandProbabilities;

namespace {

constexpr std::int32_t no_base = 4;
const std::vector<std::int32_t> complement{3, 2, 1, 0, 4, 5};
using Tokens = std::vector<std::int32_t>;

Tokens reversed(const Tokens& tokens) {
  Tokens reverse(tokens.rbegin(), tokens.rend());
  for (auto& id : reverse) id = complement[static_cast<std::size_t>(id)];
  return reverse;
}

/// A random model with windows of so many bases.
struct RandomModel {
  RandomModel(int window, std::uint64_t seed) : config(small_config()), parameters(make(window, seed)) {}

  model::Parameters make(int window, std::uint64_t seed) {
    config.window_tokens = window;
    config.max_positions = static_cast<int>(config.encoder_positions(window));
    model::Parameters made(config);
    Random random(seed);
    for (float& value : made.values()) value = static_cast<float>(random.uniform() - 0.5);
    return made;
  }

  [[nodiscard]] double logit(const Tokens& tokens) const {
    const model::Encoder encoder(config, parameters);
    const model::TokenIds one(tokens);
    return encoder.run({&one, 1}, {.classify_logits = true}).front().classify_logits.front();
  }

  /// Written down once more: softmax of {0, a, b}.
  [[nodiscard]] StrandProbabilities opinion(const Tokens& tokens) const {
    const double a = std::exp(logit(tokens));
    const double b = std::exp(logit(reversed(tokens)));
    return {1 / (1 + a + b), a / (1 + a + b), b / (1 + a + b)};
  }

  model::EncoderConfig config;
  model::Parameters parameters;
};

Tokens random_tokens(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  Tokens tokens(count);
  for (auto& token : tokens) token = static_cast<std::int32_t>(random.below(4));
  return tokens;
}

Tokens with_flanks_of_n(const Tokens& middle, std::size_t before, std::size_t after) {
  Tokens tokens(before, no_base);
  tokens.insert(tokens.end(), middle.begin(), middle.end());
  tokens.insert(tokens.end(), after, no_base);
  return tokens;
}

bool are_close(const StrandProbabilities& one, const StrandProbabilities& other) {
  for (std::size_t k = 0; k < one.size(); ++k)
    if (!(std::abs(one[k] - other[k]) <= 1e-5)) return false;
  return true;
}

train::Teachers teachers_of(std::initializer_list<const RandomModel*> models) {
  train::Teachers teachers(no_base, static_cast<int>(complement.size()));
  for (const RandomModel* model : models) teachers.add(model->config, model->parameters);
  return teachers;
}

std::optional<StrandProbabilities> ask(const train::Teachers& teachers, const Tokens& tokens) {
  return teachers.ask(tokens, reversed(tokens));
}

}  // namespace

TEST_CASE("closeness of probabilities is not satisfied by others or by NaN") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(are_close({0.2, 0.3, 0.5}, {0.2, 0.3001, 0.4999}));
  CHECK_FALSE(are_close({nan, nan, nan}, {nan, nan, nan}));
}

TEST_CASE("teachers of one width say the mean of their probabilities") {
  const RandomModel one(40, 1);
  const RandomModel two(40, 2);
  const Tokens tokens = random_tokens(40, 3);
  const auto said = ask(teachers_of({&one, &two}), tokens);
  REQUIRE(said);
  StrandProbabilities mean = one.opinion(tokens);
  for (std::size_t k = 0; k < mean.size(); ++k) mean[k] = (mean[k] + two.opinion(tokens)[k]) / 2;
  CHECK(are_close(*said, mean));
  CHECK_FALSE(are_close(*said, one.opinion(tokens)));
}

TEST_CASE("the narrowest teachers that see all of an example are asked") {
  const RandomModel wide(40, 1);
  const RandomModel narrow(24, 2);
  const Tokens middle = random_tokens(24, 5);
  const Tokens alone = with_flanks_of_n(middle, 8, 8);
  const Tokens in_genome = random_tokens(40, 6);
  const auto both = teachers_of({&wide, &narrow});
  CHECK(are_close(ask(both, alone).value(), narrow.opinion(middle)));
  CHECK(are_close(ask(both, in_genome).value(), wide.opinion(in_genome)));
  CHECK(are_close(ask(teachers_of({&wide}), alone).value(), wide.opinion(alone)));

  Tokens nearly_alone = alone;
  nearly_alone.back() = 0;  // one base outside of what the narrow one sees
  CHECK(are_close(ask(both, nearly_alone).value(), wide.opinion(nearly_alone)));
  CHECK_FALSE(ask(teachers_of({&narrow}), nearly_alone));
  CHECK_FALSE(ask(teachers_of({&wide}), middle));
}

TEST_CASE("a teacher sees the same bases in both orientations when it cannot stand in the very middle") {
  const RandomModel narrow(24, 2);
  const Tokens middle = random_tokens(24, 5);
  const auto teachers = teachers_of({&narrow});
  CHECK(are_close(ask(teachers, with_flanks_of_n(middle, 8, 9)).value(), narrow.opinion(middle)));
  CHECK_FALSE(ask(teachers, with_flanks_of_n(middle, 9, 8)));  // its last base stands outside
}

TEST_CASE("an example and its reverse complement have the same length") {
  const RandomModel model(24, 2);
  CHECK_THROWS_WITH(teachers_of({&model}).ask(random_tokens(24, 5), random_tokens(25, 5)),
                    "teachers: 24 tokens, their reverse complement has 25");
}

TEST_CASE("a teacher without windows or one logit is refused") {
  train::Teachers teachers = teachers_of({});
  RandomModel model(40, 1);
  model.config.window_tokens = 0;
  CHECK_THROWS_AS(teachers.add(model.config, model.parameters), Error);
  model.config = small_config();
  model.config.classify->labels = {"no", "yes"};
  CHECK_THROWS_AS(teachers.add(model.config, model::Parameters(model.config)), Error);
  model.config = small_config();
  model.config.vocabulary = 7;
  CHECK_THROWS_WITH(teachers.add(model.config, model::Parameters(model.config)),
                    "the teacher's vocabulary has 7 tokens, that of the model 6");
}

TEST_CASE("what teachers say has its share in the loss and in the gradient") {
  const model::EncoderConfig config = small_config();
  const RandomModel teacher(40, 7);
  const auto teachers = std::make_shared<train::Teachers>(teachers_of({&teacher}));
  const auto objective_with = [&](double share) {
    return train::make_stranded_objective(
        config, {.complement = complement, .teachers = teachers, .teachers_share = share});
  };
  const train::Example example = planted_motif(1, 3).front();
  const std::array<float, 2> logits{0.7F, -1.1F};
  const auto loss_at = [&](double share, std::array<float, 2>& gradient) {
    const auto objective = objective_with(share);
    Random random(1);
    const train::Item item = objective->prepare(example, random);
    std::array<float, 2> first_stage{};
    const kernels::ConstMatrix given(logits.data(), 2, 1);
    const double loss = objective->loss(
        {&item, 1}, {given, given, {}}, 1,
        {kernels::Matrix(gradient.data(), 2, 1), kernels::Matrix(first_stage.data(), 2, 1), {}});
    return loss / 1.3;  // the first stage has the same loss, 0.3 times
  };
  std::array<float, 2> labels{};
  std::array<float, 2> taught{};
  std::array<float, 2> mixed{};
  const double loss_of_labels = loss_at(0, labels);
  const double loss_of_teachers = loss_at(1, taught);
  CHECK(loss_at(0.25, mixed) == Approx(0.75 * loss_of_labels + 0.25 * loss_of_teachers));
  for (std::size_t i = 0; i < 2; ++i) CHECK(mixed[i] == Approx(0.75 * labels[i] + 0.25 * taught[i]));

  const StrandProbabilities said = teacher.opinion(example.tokens);
  const double total = std::log(1 + std::exp(0.7) + std::exp(-1.1));
  CHECK(loss_of_teachers == Approx(total - said[1] * 0.7 + said[2] * 1.1).epsilon(1e-4));
  CHECK(taught[0] == Approx(std::exp(0.7 - total) - said[1]).margin(1e-5));
  CHECK(taught[1] == Approx(std::exp(-1.1 - total) - said[2]).margin(1e-5));
}
