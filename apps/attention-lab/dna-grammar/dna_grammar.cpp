#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "seqlens/core/random.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/convolution_net.h"
#include "attention-lab/lab/training.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::model::EncoderConfig;

/// Sizes in bases. The quick experiment is the same one, a tenth as long.
struct Grammar {
  std::size_t length, apart, window;
};
constexpr Grammar kFull{2000, 600, 300}, kShort{200, 64, 40};

constexpr std::array<std::int32_t, 16> kFirst{0, 2, 1, 3, 0, 0, 2, 3, 1, 2, 3, 1, 0, 1, 1, 2};
constexpr std::array<std::int32_t, 16> kSecond{3, 1, 1, 0, 2, 3, 0, 2, 2, 1, 0, 3, 3, 0, 2, 3};
constexpr std::size_t kMotif = kFirst.size();
constexpr std::size_t kStride = 4, kField = 12;  // of the stem, and of the first convolution

struct Sequence {
  std::vector<std::int32_t> bases;
  int target = 0;
  std::size_t start = 0;  ///< of the motif on the left
};

/// Two motifs, anywhere. Positive: the first one, and so far after it (give or take 4 %) the second one.
/// Negative, in equal parts: the other order, the right order at three fifths of the distance, the second one
/// twice. Who sees one motif alone, or both without their order, is right in five cases of six at best.
std::vector<Sequence> sequences(const Grammar& g, std::size_t count, std::uint64_t seed) {
  std::vector<Sequence> all;
  Random random(seed);
  for (std::size_t n = 0; n < count; ++n) {
    Sequence s;
    for (std::size_t i = 0; i < g.length; ++i) s.bases.push_back(static_cast<std::int32_t>(random.below(4)));
    s.target = static_cast<int>(random.below(2));
    const std::uint64_t kind = random.below(3);
    const bool turned = s.target == 0 && kind == 0, near = s.target == 0 && kind == 1;
    const bool twice = s.target == 0 && kind == 2;
    const std::size_t spread = g.apart / 25;
    const std::size_t apart = (near ? 3 * g.apart / 5 : g.apart) - spread + random.below(2 * spread + 1);
    s.start = random.below(g.length - g.apart - spread - kMotif);
    const auto place = [&](const auto& motif, std::size_t at) {
      std::ranges::copy(motif, s.bases.begin() + static_cast<std::ptrdiff_t>(at));
    };
    place(turned || twice ? kSecond : kFirst, s.start);
    place(turned ? kFirst : kSecond, s.start + apart);
    all.push_back(std::move(s));
  }
  return all;
}

/// A window around the left motif, as far as the record goes: it never holds the other one.
std::vector<Sequence> windows(std::vector<Sequence> all, const Grammar& g) {
  for (Sequence& s : all) {
    const std::size_t middle = s.start + kMotif / 2;
    const std::size_t first = middle < g.window / 2 ? 0 : middle - g.window / 2;
    s.bases = {s.bases.begin() + static_cast<std::ptrdiff_t>(first),
               s.bases.begin() + static_cast<std::ptrdiff_t>(first + g.window)};
  }
  return all;
}

Examples tokens_of(const std::vector<Sequence>& all, const EncoderConfig& config) {
  Examples examples;
  for (const Sequence& s : all) {
    seqlens::train::Example example;
    example.tokens = s.bases;
    example.target = s.target;
    const int positions = config.encoder_positions(static_cast<int>(s.bases.size()));
    for (int t = 0; t < positions; ++t) example.coordinates.push_back(static_cast<float>(t) * kStride);
    examples.push_back(std::move(example));
  }
  return examples;
}

std::vector<GridExample> one_hot(const std::vector<Sequence>& all) {
  std::vector<GridExample> examples;
  for (const Sequence& s : all) {
    GridExample example{std::vector<float>(4 * s.bases.size()), s.target};
    for (std::size_t i = 0; i < s.bases.size(); ++i)
      example.rows[4 * i + static_cast<std::size_t>(s.bases[i])] = 1;
    examples.push_back(std::move(example));
  }
  return examples;
}

EncoderConfig attention_config(const Grammar& g) {
  EncoderConfig config = small_encoder(4, 32, 2, 1);
  config.embedding_width = 8;
  config.stem = {{.channels = 32, .kernel = static_cast<int>(kField), .stride = static_cast<int>(kStride)}};
  config.positions = seqlens::model::Positions::continuous;
  config.continuous = seqlens::model::ContinuousPositions{};
  const auto reach = static_cast<int>(g.apart) * 8 / 5;
  for (int k = -16; k <= 16; ++k) config.continuous->knots.push_back(static_cast<float>(reach * k) / 16);
  config.classify = class_head(2, seqlens::model::Pooling::attention);
  return config;
}

double attention_accuracy(const Grammar& g, bool window, const Recipe& recipe, std::uint64_t seed) {
  auto training = sequences(g, 3000, 2 * seed), test = sequences(g, 300, 2 * seed + 1);
  if (window) training = windows(std::move(training), g), test = windows(std::move(test), g);
  const EncoderConfig config = attention_config(g);
  const auto trained = train_classes(config, tokens_of(training, config), recipe, seed);
  return class_accuracy(config, trained, tokens_of(test, config));
}

/// Convolutions over the same first features: three that see a few dozen bases, or as many as it takes to see
/// past the distance, each twice as far apart.
std::vector<Convolution> convolutions(const Grammar& g, bool dilated) {
  std::vector<Convolution> layers{strided_convolution(g.length, kField, kStride, 32)};
  const std::size_t positions = layers[0].positions();
  std::size_t dilation = 1, reach = 0;
  while (dilated ? reach * kStride < g.apart * 6 / 5 : layers.size() < 4) {
    layers.push_back(line_convolution(positions, 3, dilation, 32));
    reach += 2 * dilation;
    if (dilated) dilation *= 2;
  }
  return layers;
}

double convolution_accuracy(const Grammar& g, bool dilated, const Recipe& recipe, std::uint64_t seed) {
  ConvolutionNet net(4, convolutions(g, dilated), 2, seed);
  net.train(one_hot(sequences(g, 3000, 2 * seed)), recipe, seed);
  return net.accuracy(one_hot(sequences(g, 300, 2 * seed + 1)));
}

Finding run(const Effort& effort) {
  const Grammar g = effort.quick ? kShort : kFull;
  Finding finding;
  finding.done = fmt::format(
      "Random DNA of {} bases with two motifs of {}. Positive: the second one {} bases after the first. "
      "Negative: the "
      "other order, three fifths of the distance, or the second one twice. A stem of stride {} and one layer "
      "of attention see all of it, or "
      "a window of {} around the left motif; convolutions see a few dozen bases, or are dilated until they "
      "see past the distance.",
      g.length, kMotif, g.apart, kStride, g.window);
  const Recipe recipe{.steps = effort.quick ? 700U : 2000U, .batch = 24, .learning_rate = 5e-3};
  const std::array<const char*, 4> names{"attention", "window", "short convolutions", "dilated convolutions"};
  const auto accuracy = for_variants_and_seeds(4, effort, [&](std::size_t variant, std::uint64_t seed) {
    return variant < 2 ? attention_accuracy(g, variant == 1, recipe, seed)
                       : convolution_accuracy(g, variant == 3, recipe, seed);
  });
  finding.table = {"numbers", {"model", "seed", "accuracy"}, {}};
  seqlens::report::Series bars{.mark = seqlens::report::Mark::bars};
  for (std::size_t v = 0; v < names.size(); ++v) {
    for (std::size_t s = 0; s < effort.seeds; ++s)
      finding.table.add_row(
          {std::string(names[v]), static_cast<std::int64_t>(effort.first_seed + s), accuracy[v][s]});
    const Spread spread = spread_of(accuracy[v]);
    bars.x.push_back(static_cast<double>(v)), bars.y.push_back(spread.mean);
    bars.low.push_back(spread.least), bars.high.push_back(spread.most);
  }
  finding.pictures.emplace_back(
      seqlens::report::Plot{"dna-grammar",
                            "Order and distance of two motifs",
                            {.title = "model", .categories = {names.begin(), names.end()}},
                            {.title = "accuracy", .low = 0, .high = 1},
                            {bars, {.name = "chance", .x = {-0.5, 3.5}, .y = {0.5, 0.5}, .dashed = true}}});
  finding.checks = {
      at_least(Role::claim, fmt::format("{} bases with attention: accuracy", g.length), accuracy[0], 0.95),
      at_most(Role::control, fmt::format("window of {} bases: accuracy", g.window), accuracy[1], 0.87),
      at_most(Role::control, "convolutions that see less than the distance: accuracy", accuracy[2], 0.87),
      at_least(Role::limit, "dilated convolutions: accuracy", accuracy[3], 0.9)};
  return finding;
}

}  // namespace

const Claim kDnaGrammar{
    "dna-grammar", "Long-range grammar in DNA",
    "A label that depends on the order and distance of two motifs hundreds of bases apart is "
    "learned by attention over all of them, not from a window, nor by convolutions that see less.",
    "Avsec et al. 2021 (Enformer)", run};

}  // namespace attention_lab
