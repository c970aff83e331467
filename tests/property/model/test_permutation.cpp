#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/parameters.h"

using namespace seqlens;
using namespace seqlens::model;

namespace {

struct Scheme {
  std::string name;
  Positions positions;
  std::optional<ContinuousPositions> continuous = std::nullopt;
};

std::vector<Scheme> schemes() {
  const auto continuous = [](std::string name, ContinuousPositions c) {
    return Scheme{std::move(name), Positions::continuous, std::move(c)};
  };
  return {{"none", Positions::none},
          {"learned", Positions::learned},
          {"sinusoidal", Positions::sinusoidal},
          {"rotary", Positions::rotary},
          {"alibi", Positions::alibi},
          continuous("waves", {.periods = {3, 30}, .form = RelativeForm::none}),
          continuous("spline", {.knots = {-10, -3, -1, 0, 1, 3, 10}}),
          continuous("power law", {.form = RelativeForm::power_law}),
          continuous("exponential", {.form = RelativeForm::exponential}),
          continuous("plane", {.dimensions = 2, .periods = {5}, .knots = {-4, 0, 4}})};
}

EncoderConfig config_of(const Scheme& scheme) {
  EncoderConfig config;
  config.vocabulary = 12;
  config.width = 24;
  config.heads = 3;
  config.layers = 2;
  config.feed_forward_width = 40;
  config.positions = scheme.positions;
  config.continuous = scheme.continuous;
  config.max_positions = scheme.positions == Positions::learned ? 64 : 0;
  config.features = 2;
  return config;
}

struct Sequence {
  std::vector<std::int32_t> tokens;
  std::vector<float> coordinates, features;
};

template <class Value>
std::vector<Value> rearranged(const std::vector<Value>& rows, const std::vector<std::size_t>& order) {
  const std::size_t width = rows.size() / order.size();
  std::vector<Value> out;
  for (const std::size_t from : order)
    for (std::size_t i = 0; i < width; ++i) out.push_back(rows[from * width + i]);
  return out;
}

std::vector<float> hidden_of(const Encoder& encoder, const Sequence& s) {
  const EncoderInput input{s.tokens, s.coordinates, s.features};
  return encoder.run(std::span(&input, 1), {}).at(0).last_hidden_state;
}

/// Largest difference relative to the largest number.
double difference(const std::vector<float>& a, const std::vector<float>& b) {
  double largest = 0, scale = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double apart = std::abs(double{a[i]} - double{b[i]});
    if (!(apart <= largest)) largest = apart;
    scale = std::max(scale, std::abs(double{a[i]}));
  }
  return largest / scale;
}

}  // namespace

TEST_CASE("tokens permuted with their coordinates give permuted outputs, and only so") {
  constexpr std::uint64_t kSeed = 2026;
  CAPTURE(kSeed);
  Random random(kSeed);
  for (const Scheme& scheme : schemes()) {
    CAPTURE(scheme.name);
    const EncoderConfig config = config_of(scheme);
    Parameters parameters(config);
    initialise(parameters, config, random.next());
    for (float& value : parameters.values()) value += static_cast<float>(0.2 * random.normal());
    if (config.positions == Positions::rotary) set_inverse_frequencies(parameters);
    const Encoder encoder(config, parameters);
    for (int round = 0; round < 5; ++round) {
      const std::size_t length = 10 + random.below(40);
      Sequence s;
      for (std::size_t t = 0; t < length; ++t) {
        s.tokens.push_back(static_cast<std::int32_t>(random.below(12)));
        for (int d = 0; config.continuous && d < config.continuous->dimensions; ++d)
          s.coordinates.push_back(static_cast<float>(6 * random.normal()));
        s.features.insert(s.features.end(),
                          {static_cast<float>(random.normal()), random.below(3) == 0 ? NAN : 1.0F});
      }
      std::vector<std::size_t> order(length);
      std::iota(order.begin(), order.end(), std::size_t{0});
      shuffle(std::span(order), random);
      Sequence moved = s;
      moved.tokens = rearranged(s.tokens, order);
      moved.features = rearranged(s.features, order);
      const std::vector<float> expected = rearranged(hidden_of(encoder, s), order);
      if (config.positions == Positions::none) {
        CHECK(difference(hidden_of(encoder, moved), expected) <= 1e-5);
        continue;
      }
      CHECK(difference(hidden_of(encoder, moved), expected) > 0.01);
      if (!config.continuous) continue;
      moved.coordinates = rearranged(s.coordinates, order);
      CHECK(difference(hidden_of(encoder, moved), expected) <= 1e-5);
    }
  }
}
