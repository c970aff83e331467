#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "seqlens/core/random.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/attention_reader.h"
#include "attention-lab/lab/token_task.h"

namespace attention_lab {

namespace {

using seqlens::model::EncoderConfig;
using seqlens::model::Parameters;

constexpr std::size_t kLength = 24;
constexpr int kBefore = -1, kAfter = 2;  // the two relations: the token before, and the second one after

/// A number a token; at each token: is the number before larger than the second one after? The linear
/// embedding gives each token one number, and one head averages, with shares that are never negative: it has
/// no difference.
TokenExamples comparisons(std::size_t count, std::uint64_t seed) {
  TokenExamples data;
  seqlens::Random random(seed);
  for (std::size_t n = 0; n < count; ++n) {
    seqlens::train::Example example;
    example.tokens.assign(kLength, 0);
    for (std::size_t t = 0; t < kLength; ++t) {
      example.coordinates.push_back(static_cast<float>(t));
      example.features.push_back(static_cast<float>(4 * random.uniform() - 2));
    }
    std::vector<float> larger(kLength, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t t = -kBefore; t + kAfter < kLength; ++t)
      larger[t] = example.features[t + kBefore] > example.features[t + kAfter] ? 1.0F : 0.0F;
    data.add(std::move(example), std::move(larger));
  }
  return data;
}

struct Variant {
  const char* name;
  int heads, layers;
};
constexpr std::array kVariants{Variant{"2 heads", 2, 1}, Variant{"1 head", 1, 1},
                               Variant{"1 head, 2 layers", 1, 2}};

EncoderConfig config_of(const Variant& variant) {
  EncoderConfig config = small_encoder(1, 16, variant.heads, variant.layers);
  config.norm_placement = seqlens::model::NormPlacement::none;  // a norm would bend the one number
  config.final_norm = false;
  config.features = 1;
  config.positions = seqlens::model::Positions::continuous;
  config.continuous = seqlens::model::ContinuousPositions{.knots = {-4, -3, -2, -1, 0, 1, 2, 3, 4}};
  set_token_outputs(config, 2);
  return config;
}

/// Mean share that a head gives to the token so far away.
double share_at(const std::vector<std::vector<AttentionMatrix>>& attention, std::size_t head, int offset) {
  double sum = 0, all = 0;
  for (const auto& heads : attention) {
    for (std::size_t t = 4; t + 4 < kLength; ++t, all += 1)
      sum += heads[head].at(t, t + static_cast<std::size_t>(offset));
  }
  return sum / all;
}

struct Roles {
  double own = 0;    ///< least, over the two relations, of the share that the head of that relation gives it
  double other = 0;  ///< the most that it gives the other relation
  double without = 0;  ///< accuracy when one of the two heads is off, the better of both
};

Roles roles_of(const EncoderConfig& config, const Parameters& parameters, const TokenExamples& test) {
  const Examples some(test.examples.begin(), test.examples.begin() + 50);
  const auto attention = read_attention(config, parameters, some);
  const std::size_t before = share_at(attention, 0, kBefore) - share_at(attention, 0, kAfter) >
                                     share_at(attention, 1, kBefore) - share_at(attention, 1, kAfter)
                                 ? 0
                                 : 1;
  Roles roles;
  roles.own = std::min(share_at(attention, before, kBefore), share_at(attention, 1 - before, kAfter));
  roles.other = std::max(share_at(attention, before, kAfter), share_at(attention, 1 - before, kBefore));
  for (const int head : {0, 1})
    roles.without =
        std::max(roles.without, token_accuracy(config, without_head(config, parameters, 0, head), test));
  return roles;
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done = fmt::format(
      "A number a token. At each token the model says whether the number before it is larger than the one "
      "two "
      "places after it. Models are {} wide, norms are left out, positions are a learned function of the "
      "distance. "
      "Which head does which is read from its attention, then each is switched off.",
      16);
  std::vector<Roles> roles(effort.seeds);
  const auto accuracies =
      for_variants_and_seeds(kVariants.size(), effort, [&](std::size_t variant, std::uint64_t seed) {
        const EncoderConfig config = config_of(kVariants[variant]);
        const TokenExamples training = comparisons(3000, 2 * seed), test = comparisons(200, 2 * seed + 1);
        const Recipe recipe{.steps = effort.quick ? 300U : 1000U, .batch = 32, .learning_rate = 1e-2};
        const Parameters trained = train_tokens(config, TokenLoss::classes, training, recipe, seed);
        if (variant == 0) roles[seed - effort.first_seed] = roles_of(config, trained, test);
        return token_accuracy(config, trained, test);
      });
  finding.table = {"numbers", {"model", "seed", "accuracy", "own_share", "other_share", "one_head_off"}, {}};
  seqlens::report::Series bars{.mark = seqlens::report::Mark::bars};
  seqlens::report::Axis names{.title = "model"};
  Values ratio, without;
  for (std::size_t i = 0; i < kVariants.size(); ++i) {
    for (std::size_t s = 0; s < effort.seeds; ++s) {
      const auto seed = static_cast<std::int64_t>(effort.first_seed + s);
      if (i == 0)
        finding.table.add_row({std::string(kVariants[i].name), seed, accuracies[i][s], roles[s].own,
                               roles[s].other, roles[s].without});
      else
        finding.table.add_row({std::string(kVariants[i].name), seed, accuracies[i][s], {}, {}, {}});
    }
    const Spread spread = spread_of(accuracies[i]);
    names.categories.emplace_back(kVariants[i].name);
    bars.x.push_back(static_cast<double>(i)), bars.y.push_back(spread.mean);
    bars.low.push_back(spread.least), bars.high.push_back(spread.most);
  }
  for (const Roles& r : roles) ratio.push_back(r.own / r.other), without.push_back(r.without);
  finding.pictures.emplace_back(seqlens::report::Plot{
      "heads", "Two relations at once", names, {.title = "accuracy", .low = 0.4, .high = 1}, {bars}});
  finding.checks = {
      at_least(Role::claim, "accuracy of two heads", accuracies[0], 0.95),
      at_most(Role::control, "accuracy of one head as wide as both", accuracies[1], 0.85),
      at_least(Role::limit, "accuracy of one head in each of two layers", accuracies[2], 0.9),
      at_least(Role::claim, "share that each head gives to its own relation, over that to the other's", ratio,
               2),
      at_most(Role::control, "accuracy with one of the two heads off", without, 0.85)};
  return finding;
}

}  // namespace

const Claim kHeads{
    "heads", "Heads specialise",
    "Where a task asks for two relations at once, two heads take one each and solve it; one head of "
    "the same width cannot, or needs more layers.",
    "Vaswani et al. 2017, section 3.2.2; Voita et al. 2019", run};

}  // namespace attention_lab
