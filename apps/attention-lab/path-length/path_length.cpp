#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "seqlens/core/random.h"
#include "seqlens/train/trainable_encoder.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/training.h"
#include "attention-lab/path-length/recurrent_net.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::model::EncoderConfig;

constexpr std::size_t kLength = 2048;
constexpr int kLetters = 8;

/// Length of the gradient of one logit, read at the last token, with respect to every token's embedding.
/// Every token is another symbol, so that each has a row of the table to itself.
std::vector<double> attention_gradients(std::uint64_t seed) {
  EncoderConfig config = small_encoder(kLength, 32, 2, 1);
  config.classify = class_head(1, seqlens::model::Pooling::cls);
  seqlens::model::Parameters parameters(config);
  seqlens::model::initialise(parameters, config, seed);
  seqlens::train::TrainableEncoder encoder(config);
  encoder.load(parameters);
  std::vector<std::int32_t> tokens(kLength);
  std::iota(tokens.begin(), tokens.end(), 0);
  const seqlens::train::ChunkSequence sequence{tokens};
  seqlens::train::ChunkPass pass;
  const auto outputs = encoder.forward(std::span(&sequence, 1), {.classify = true}, pass);
  seqlens::train::OutputGradients slopes;
  slopes.shape_like(outputs);
  slopes.matrices().classify.at(0, 0) = 1;
  seqlens::model::Parameters gradients(config);
  encoder.backward(slopes.read_only(), pass, gradients);
  const auto table = gradients.matrix("embed.token.weight");
  std::vector<double> lengths;
  for (std::size_t t = 0; t < kLength; ++t) {
    double square = 0;
    for (std::size_t i = 0; i < table.cols; ++i) square += double{table.at(t, i)} * double{table.at(t, i)};
    lengths.push_back(std::sqrt(square));
  }
  return lengths;  // read at token 0: the distance is the token's number
}

std::vector<double> recurrent_gradients(Cell cell, std::uint64_t seed) {
  const RecurrentNet net(cell, kLetters, 32, 1, seed);
  Random random(seed);
  std::vector<std::int32_t> tokens(kLength);
  for (auto& token : tokens) token = static_cast<std::int32_t>(random.below(kLetters));
  auto lengths = net.input_gradients(tokens);
  std::ranges::reverse(lengths);  // read at the end
  return lengths;
}

double mean_between(const std::vector<double>& lengths, std::size_t first, std::size_t end) {
  double sum = 0;
  for (std::size_t d = first; d < end; ++d) sum += lengths[d];
  return sum / static_cast<double>(end - first);
}

/// The class is the symbol `distance` away from where the answer is read; all others are noise.
Examples copies(std::size_t distance, bool read_at_start, std::size_t count, std::uint64_t seed) {
  Examples examples;
  Random random(seed);
  for (std::size_t n = 0; n < count; ++n) {
    seqlens::train::Example example;
    for (std::size_t t = 0; t <= distance; ++t)
      example.tokens.push_back(static_cast<std::int32_t>(random.below(kLetters)));
    example.target = example.tokens.front();
    if (read_at_start) std::ranges::reverse(example.tokens);
    examples.push_back(std::move(example));
  }
  return examples;
}

double copy_accuracy(std::size_t model, std::size_t distance, const Effort& effort, std::uint64_t seed) {
  const bool attention = model == 0;
  const Examples training = copies(distance, attention, 4000, 2 * seed),
                 test = copies(distance, attention, 300, 2 * seed + 1);
  const Recipe recipe{.steps = effort.quick ? 250U : 1000U, .batch = 24, .learning_rate = 5e-3};
  if (!attention) {
    RecurrentNet net(model == 1 ? Cell::lstm : Cell::plain, kLetters, 32, kLetters, seed);
    net.train(training, recipe, seed);
    return net.accuracy(test);
  }
  EncoderConfig config = small_encoder(kLetters, 32, 2, 1);
  config.positions = seqlens::model::Positions::learned;
  config.max_positions = static_cast<int>(distance) + 1;
  config.classify = class_head(kLetters, seqlens::model::Pooling::cls);
  return class_accuracy(config, train_classes(config, training, recipe, seed), test);
}

Finding run(const Effort& effort) {
  Finding finding;
  const std::array<const char*, 3> names{"attention", "LSTM", "plain recurrent network"};
  finding.done = fmt::format(
      "Sequences of {} tokens through one untrained layer: how long the gradient of an answer is that comes "
      "back to "
      "the token so many places away. Then each model learns to repeat the one symbol that lies so far away.",
      kLength);
  std::array<std::vector<std::vector<double>>, 3> gradients;
  for (auto& g : gradients) g.resize(effort.seeds);
  for_each_job(3 * effort.seeds, [&](std::size_t job) {
    const std::uint64_t seed = effort.first_seed + job / 3;
    gradients[job % 3][job / 3] = job % 3 == 0   ? attention_gradients(seed)
                                  : job % 3 == 1 ? recurrent_gradients(Cell::lstm, seed)
                                                 : recurrent_gradients(Cell::plain, seed);
  });
  finding.table = {"numbers", {"model", "what", "distance", "seed", "value"}, {}};
  std::array<Values, 3> far_over_near;
  std::vector<seqlens::report::Series> lines, accuracies;
  for (std::size_t m = 0; m < 3; ++m) {
    seqlens::report::Series line{.name = names[m]};
    for (std::size_t first = 1; first < kLength; first *= 2) {
      Values relative;
      for (std::size_t s = 0; s < effort.seeds; ++s) {
        const auto& g = gradients[m][s];
        relative.push_back(mean_between(g, first, 2 * first) / mean_between(g, 1, 2));
        finding.table.add_row({std::string(names[m]), std::string("gradient over that at distance 1"),
                               static_cast<std::int64_t>(first),
                               static_cast<std::int64_t>(effort.first_seed + s), relative.back()});
        if (2 * first >= kLength) far_over_near[m].push_back(relative.back());
      }
      line.x.push_back(static_cast<double>(first)),
          line.y.push_back(std::max(spread_of(relative).mean, 1e-12));
    }
    lines.push_back(std::move(line));
  }
  const std::vector<std::size_t> distances =
      effort.quick ? std::vector<std::size_t>{4, 48} : std::vector<std::size_t>{4, 16, 64, 256};
  const auto accuracy =
      for_variants_and_seeds(3 * distances.size(), effort, [&](std::size_t v, std::uint64_t seed) {
        return copy_accuracy(v % 3, distances[distances.size() - 1 - v / 3], effort,
                             seed);  // the long ones first
      });
  for (std::size_t m = 0; m < 3; ++m) {
    seqlens::report::Series line{.name = names[m]};
    for (std::size_t d = 0; d < distances.size(); ++d) {
      const Values& found = accuracy[(distances.size() - 1 - d) * 3 + m];
      line.x.push_back(static_cast<double>(distances[d])), line.y.push_back(spread_of(found).mean);
      for (std::size_t s = 0; s < effort.seeds; ++s)
        finding.table.add_row({std::string(names[m]), std::string("accuracy of repeating"),
                               static_cast<std::int64_t>(distances[d]),
                               static_cast<std::int64_t>(effort.first_seed + s), found[s]});
    }
    accuracies.push_back(std::move(line));
  }
  finding.pictures.emplace_back(
      seqlens::report::Plot{"path-length",
                            "Gradient that comes back",
                            {.title = "distance", .log = true},
                            {.title = "over that at distance 1", .log = true, .low = 1e-12},
                            lines});
  finding.pictures.emplace_back(seqlens::report::Plot{"copy",
                                                      "Repeating a symbol from afar",
                                                      {.title = "distance", .log = true},
                                                      {.title = "accuracy", .low = 0, .high = 1},
                                                      accuracies});
  finding.checks = {
      every_at_least(Role::claim, "attention: gradient from 1024 to 2047 over that at distance 1",
                     far_over_near[0], 0.2),
      every_at_most(Role::control, "LSTM: the same", far_over_near[1], 1e-3),
      every_at_most(Role::control, "plain recurrent network: the same", far_over_near[2], 1e-3),
      at_least(Role::claim, fmt::format("attention: accuracy of repeating from {}", distances.back()),
               accuracy[0], 0.95),
      at_most(Role::control, fmt::format("LSTM: accuracy of repeating from {}", distances.back()),
              accuracy[1], 0.5),
      at_most(Role::control,
              fmt::format("plain recurrent network: accuracy of repeating from {}", distances.back()),
              accuracy[2], 0.5)};
  return finding;
}

}  // namespace

const Claim kPathLength{
    "path-length", "Paths of length one",
    "Attention joins any two tokens in one step, so that gradients do not fall with their distance; "
    "through a recurrent network they do.",
    "Vaswani et al. 2017, table 1; Bengio et al. 1994; Hochreiter & Schmidhuber 1997", run};

}  // namespace attention_lab
