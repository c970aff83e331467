#include <algorithm>
#include <array>
#include <cmath>

#include "seqlens/core/random.h"
#include "seqlens/model/encoder.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/attention_reader.h"
#include "attention-lab/lab/training.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::model::EncoderConfig;

constexpr int kValues = 4;
constexpr std::size_t kOthers = 4;  // variables that have nothing to do with the rest
constexpr double kFollows = 0.9;    // a driven variable takes its driver's value so often, else any

enum class World { observed, intervened };  // intervened: X is set by whoever asks

/// A hidden Z drives X and Y. Tokens: a question mark, X, and others. The class is Y.
Examples examples_of(World world, std::size_t count, std::uint64_t seed) {
  Examples examples;
  Random random(seed);
  const auto any = [&] { return static_cast<int>(random.below(kValues)); };
  for (std::size_t n = 0; n < count; ++n) {
    const int z = any();
    const auto driven = [&] { return random.uniform() < kFollows ? z : any(); };
    seqlens::train::Example example;
    const int x = world == World::observed ? driven() : any();
    example.target = driven();
    example.tokens = {kValues, x};
    for (std::size_t i = 0; i < kOthers; ++i) example.tokens.push_back(any());
    examples.push_back(std::move(example));
  }
  return examples;
}

/// How much more often Y has X's value than when X has another: what the world itself does.
double effect_in(const Examples& examples) {
  double same = 0;
  for (const auto& example : examples) same += example.target == example.tokens[1] ? 1 : 0;
  const double share = same / static_cast<double>(examples.size());
  return share - (1 - share) / (kValues - 1);
}

/// How far the model's answer moves when X alone is set to another value: total variation, mean.
double effect_in_model(const EncoderConfig& config, const seqlens::model::Parameters& parameters,
                       const Examples& examples) {
  const seqlens::model::Encoder encoder(config, parameters);
  const auto answers = [&](int shift) {
    std::vector<std::vector<std::int32_t>> changed;
    for (const auto& example : examples) {
      changed.push_back(example.tokens);
      changed.back()[1] = (changed.back()[1] + shift) % kValues;
    }
    return encoder.run(std::vector<seqlens::model::TokenIds>(changed.begin(), changed.end()),
                       {.classify_logits = true});
  };
  const auto probabilities = [](const std::vector<float>& logits) {
    std::vector<double> p(logits.size());
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] = std::exp(double{logits[i]});
    for (double& x : p) x /= sum;
    return p;
  };
  const auto before = answers(0), after = answers(1);
  double moved = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto p = probabilities(before[i].classify_logits), q = probabilities(after[i].classify_logits);
    for (std::size_t v = 0; v < p.size(); ++v) moved += 0.5 * std::abs(p[v] - q[v]);
  }
  return moved / static_cast<double>(before.size());
}

/// Share of its attention that the question mark gives X, over that of an even share; the head that gives
/// most.
double link_in_attention(const EncoderConfig& config, const seqlens::model::Parameters& parameters,
                         const Examples& examples) {
  const auto attention = read_attention(config, parameters, examples);
  std::vector<double> shares(attention[0].size());
  for (const auto& heads : attention)
    for (std::size_t h = 0; h < heads.size(); ++h) shares[h] += heads[h].at(0, 1);
  const double most = *std::max_element(shares.begin(), shares.end()) / static_cast<double>(attention.size());
  return most * static_cast<double>(kOthers + 2);
}

struct Numbers {
  double link = 0, model_effect = 0, world_effect = 0;
};

Numbers measure(World trained_on, const Effort& effort, std::uint64_t seed) {
  EncoderConfig config = small_encoder(kValues + 1, 32, 2, 1);
  config.positions = seqlens::model::Positions::learned;
  config.max_positions = kOthers + 2;
  config.classify = class_head(kValues, seqlens::model::Pooling::cls);
  const Recipe recipe{.steps = effort.quick ? 250U : 800U, .batch = 64, .learning_rate = 3e-3};
  const auto parameters = train_classes(config, examples_of(trained_on, 20'000, 3 * seed), recipe, seed);
  const Examples observed = examples_of(World::observed, 300, 3 * seed + 1);
  return {link_in_attention(config, parameters, observed), effect_in_model(config, parameters, observed),
          effect_in(examples_of(trained_on, 20'000, 3 * seed + 2))};
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done =
      "A hidden variable drives X and Y; others have nothing to do with them. A model learns to say Y from "
      "all it "
      "can see, once from what was observed, once from experiments in which X was set by chance. Beside it "
      "what "
      "the world does: how much more often Y has X's value, when X is observed and when it is set.";
  std::array<std::vector<Numbers>, 2> found;
  for (auto& numbers : found) numbers.resize(effort.seeds);
  for_each_job(2 * effort.seeds, [&](std::size_t job) {
    found[job % 2][job / 2] =
        measure(job % 2 == 0 ? World::observed : World::intervened, effort, effort.first_seed + job / 2);
  });
  finding.table = {
      "numbers", {"trained_on", "seed", "attention_over_even", "model_effect", "world_effect"}, {}};
  std::array<std::array<Values, 3>, 2> values;
  for (std::size_t w = 0; w < 2; ++w) {
    for (std::size_t s = 0; s < effort.seeds; ++s) {
      const Numbers& n = found[w][s];
      finding.table.add_row({std::string(w == 0 ? "observation" : "intervention"),
                             static_cast<std::int64_t>(effort.first_seed + s), n.link, n.model_effect,
                             n.world_effect});
      values[w][0].push_back(n.link), values[w][1].push_back(n.model_effect),
          values[w][2].push_back(n.world_effect);
    }
  }
  seqlens::report::Series model{.name = "in the model", .mark = seqlens::report::Mark::bars, .x = {0, 1}};
  seqlens::report::Series world{.name = "in the world", .mark = seqlens::report::Mark::bars, .x = {0, 1}};
  for (std::size_t w = 0; w < 2; ++w) {
    model.y.push_back(spread_of(values[w][1]).mean);
    world.y.push_back(spread_of(values[w][2]).mean);
  }
  finding.pictures.emplace_back(seqlens::report::Plot{
      "cause",
      "What X seems to do to Y",
      {.title = "trained on, and measured in", .categories = {"observation", "intervention"}},
      {.title = "effect of X"},
      {model, world}});
  finding.checks = {
      at_least(Role::claim, "trained on observation: attention to X, over an even share", values[0][0], 2),
      at_least(Role::claim, "trained on observation: what X does to the answer of the model", values[0][1],
               0.5),
      at_most(Role::claim, "intervention in the world: what X does to Y", values[1][2], 0.02),
      at_most(Role::control, "trained on intervention: what X does to the answer of the model", values[1][1],
              0.1),
      at_most(Role::limit, "trained on intervention: attention to X, over an even share", values[1][0], 2)};
  return finding;
}

}  // namespace

const Claim kCause{
    "cause", "Attention is not cause",
    "Attention links two variables that a hidden third drives, although setting one does nothing to "
    "the other; training on interventions removes the link.",
    "Pearl 2009 (confounding); Jain & Wallace 2019", run};

}  // namespace attention_lab
