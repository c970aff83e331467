#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/random.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/convolution_net.h"
#include "attention-lab/lab/training.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::model::EncoderConfig;

// A chest in cells of 2 x 2 x 2 voxels: six of them from side to side, five from front to back, two high. The
// left lobe is the left half.
constexpr std::size_t kX = 6, kY = 5, kZ = 2, kSide = 2;
constexpr std::size_t kCells = kX * kY * kZ, kVoxels = kSide * kSide * kSide;

struct Volume {
  std::vector<float> cells;  // (cells, voxels)
  int target = 0;
  bool focal = false;
};

/// Weak texture of a cell, the same everywhere: a checkerboard.
float texture(std::size_t voxel) {
  return (voxel / 4 + voxel / 2 + voxel) % 2 == 0 ? 1.0F : -1.0F;
}

/// Two cells have a weak texture, three or more apart from front to back. They count when one lies in either
/// lobe; two in one lobe do not. Or one cell is bright. The cells with texture lie at the middle, so that no
/// convolution of three cells sees one together with the other, or with the end that would tell the lobes
/// apart.
std::vector<Volume> volumes(std::size_t count, std::uint64_t seed) {
  std::vector<Volume> all;
  Random random(seed);
  for (std::size_t n = 0; n < count; ++n) {
    Volume v;
    for (std::size_t i = 0; i < kCells * kVoxels; ++i)
      v.cells.push_back(static_cast<float>(0.5 * random.normal()));
    v.focal = random.below(4) == 0;
    v.target = v.focal || random.below(3) < 1 ? 1 : 0;
    const auto cell_at = [&](std::size_t x) { return (x * kY + random.below(kY)) * kZ + random.below(kZ); };
    const auto add = [&](std::size_t cell, float (*value)(std::size_t), float strength) {
      for (std::size_t i = 0; i < kVoxels; ++i) v.cells[cell * kVoxels + i] += strength * value(i);
    };
    if (v.focal) {
      add(
          cell_at(random.below(kX)), [](std::size_t) { return 1.0F; }, 2);
    } else {
      constexpr std::array<std::array<std::size_t, 2>, 3> kApart{{{0, 3}, {0, 4}, {1, 4}}};
      const auto& y = kApart[random.below(kApart.size())];
      const std::size_t first = 2 + random.below(2), second = v.target == 1 ? 5 - first : first;
      const auto cell = [&](std::size_t x, std::size_t at) { return (x * kY + at) * kZ + random.below(kZ); };
      const std::size_t a = cell(first, y[0]), b = cell(second, y[1]);
      add(a, texture, 1.2F), add(b, texture, 1.2F);
    }
    all.push_back(std::move(v));
  }
  return all;
}

/// Patches as tokens: a cell's voxels are the numbers of one token, as a convolution with that stride sees
/// them; its place is its position.
Examples patches(const std::vector<Volume>& all) {
  Examples examples;
  for (const Volume& v : all) {
    seqlens::train::Example example;
    example.tokens.assign(kCells, 0);
    example.features = v.cells;
    example.target = v.target;
    for (std::size_t c = 0; c < kCells; ++c)
      for (const std::size_t at : {c / (kY * kZ), c / kZ % kY, c % kZ})
        example.coordinates.push_back(static_cast<float>(at));
    examples.push_back(std::move(example));
  }
  return examples;
}

Examples voxels(const std::vector<Volume>& all) {
  Examples examples = patches(all);
  for (auto& example : examples) {
    const auto corners = example.coordinates;
    example.coordinates.clear();
    example.tokens.assign(kCells * kVoxels, 0);
    for (std::size_t c = 0; c < kCells; ++c)
      for (std::size_t i = 0; i < kVoxels; ++i)
        for (std::size_t d = 0; d < 3; ++d)
          example.coordinates.push_back(corners[3 * c + d] +
                                        static_cast<float>(i >> (2 - d) & 1) / static_cast<float>(kSide));
  }
  return examples;
}

std::vector<GridExample> grids(const std::vector<Volume>& all) {
  std::vector<GridExample> examples;
  for (const Volume& v : all) examples.push_back({v.cells, v.target});
  return examples;
}

EncoderConfig config_of(std::size_t features) {
  EncoderConfig config = small_encoder(1, 32, 4, 2);
  config.features = static_cast<int>(features);
  config.positions = seqlens::model::Positions::continuous;
  config.continuous = seqlens::model::ContinuousPositions{
      .dimensions = 3, .periods = {4, 12}, .form = seqlens::model::RelativeForm::none};
  config.classify = class_head(2, seqlens::model::Pooling::mean);
  return config;
}

/// Of one forward pass: linear maps of every token, scores and weighted values.
double multiply_adds(const EncoderConfig& config, std::size_t tokens) {
  const double t = static_cast<double>(tokens), d = config.width, f = config.feed_forward_width;
  return t * 2 * config.features * d + config.layers * (t * (4 * d * d + 2 * d * f) + 2 * t * t * d);
}

struct Accuracy {
  double diffuse = 0, focal = 0;
};

template <class Judge>
Accuracy by_kind(const std::vector<Volume>& test, const Judge& accuracy_of) {
  std::vector<Volume> diffuse, focal;
  std::ranges::copy_if(test, std::back_inserter(diffuse), [](const Volume& v) { return !v.focal; });
  std::ranges::copy_if(test, std::back_inserter(focal), &Volume::focal);
  // Balanced, so that an answer that is always the same scores half.
  std::vector<Volume> balanced;
  std::array<std::size_t, 2> counts{};
  for (const Volume& v : diffuse) ++counts[static_cast<std::size_t>(v.target)];
  std::array<std::size_t, 2> left{std::min(counts[0], counts[1]), std::min(counts[0], counts[1])};
  for (const Volume& v : diffuse)
    if (left[static_cast<std::size_t>(v.target)] > 0)
      --left[static_cast<std::size_t>(v.target)], balanced.push_back(v);
  return {accuracy_of(balanced), accuracy_of(focal)};
}

Accuracy attention_accuracy(bool raw, const Effort& effort, std::uint64_t seed) {
  const EncoderConfig config = config_of(raw ? 1 : kVoxels);
  const auto training = volumes(4000, 2 * seed), test = volumes(800, 2 * seed + 1);
  // Raw voxels cost over ten times as much a step: a quick run gives them fewer.
  const std::uint64_t steps = raw ? (effort.quick ? 10U : 1500U) : (effort.quick ? 500U : 1500U);
  const Recipe recipe{.steps = steps, .batch = 32, .learning_rate = 4e-3};
  const auto examples = [&](const std::vector<Volume>& v) { return raw ? voxels(v) : patches(v); };
  const auto trained = train_classes(config, examples(training), recipe, seed);
  return by_kind(test, [&](const auto& v) { return class_accuracy(config, trained, examples(v)); });
}

ConvolutionNet convolution_net(std::uint64_t seed) {
  // One look at the neighbours, as the patches of attention have one at their own voxels; the widths give
  // both about as many parameters.
  Convolution own = line_convolution(kCells, 1, 1, 64);
  Convolution next = box_convolution(kX, kY, kZ, 12);
  return {kVoxels, {own, next}, 2, seed};
}

Accuracy convolution_accuracy(const Effort& effort, std::uint64_t seed) {
  ConvolutionNet net = convolution_net(seed);
  net.train(grids(volumes(4000, 2 * seed)),
            {.steps = effort.quick ? 500U : 1500U, .batch = 32, .learning_rate = 4e-3}, seed);
  return by_kind(volumes(800, 2 * seed + 1), [&](const auto& v) { return net.accuracy(grids(v)); });
}

Finding run(const Effort& effort) {
  Finding finding;
  const std::array<const char*, 3> names{"patches and attention", "convolutions", "attention on voxels"};
  std::array<std::vector<Accuracy>, 3> found;
  for (auto& f : found) f.resize(effort.seeds);
  for_each_job(3 * effort.seeds, [&](std::size_t job) {
    const std::size_t v = 2 - job % 3, s = job / 3;  // the slow one first
    const std::uint64_t seed = effort.first_seed + s;
    found[v][s] = v == 1 ? convolution_accuracy(effort, seed) : attention_accuracy(v == 2, effort, seed);
  });
  const EncoderConfig patch_config = config_of(kVoxels), voxel_config = config_of(1);
  const ConvolutionNet net = convolution_net(1);
  const std::array<double, 3> cost{multiply_adds(patch_config, kCells), net.multiply_adds(),
                                   multiply_adds(voxel_config, kCells * kVoxels)};
  const std::array<double, 3> size{
      static_cast<double>(seqlens::model::ParameterLayout(patch_config).parameter_count()),
      static_cast<double>(net.parameters()),
      static_cast<double>(seqlens::model::ParameterLayout(voxel_config).parameter_count())};
  finding.done = fmt::format(
      "Volumes of {} cells of {} voxels. Weak texture in two cells counts when one lies in either lobe, not "
      "when both "
      "lie in one; a bright cell counts alone. Two layers of attention over the cells, places in three "
      "dimensions as "
      "positions, against convolutions over the cells with about as many parameters and against attention "
      "over "
      "single voxels{}.",
      kCells, kVoxels, effort.quick ? " (which a quick run trains only a little)" : "");
  finding.table = {"numbers", {"model", "seed", "diffuse", "focal", "multiply_adds", "parameters"}, {}};
  std::array<Values, 3> diffuse, focal;
  seqlens::report::Series weak{.name = "diffuse", .mark = seqlens::report::Mark::bars};
  seqlens::report::Series bright{.name = "focal", .mark = seqlens::report::Mark::bars};
  for (std::size_t v = 0; v < names.size(); ++v) {
    for (std::size_t s = 0; s < effort.seeds; ++s) {
      const Accuracy& a = found[v][s];
      diffuse[v].push_back(a.diffuse), focal[v].push_back(a.focal);
      finding.table.add_row({std::string(names[v]), static_cast<std::int64_t>(effort.first_seed + s),
                             a.diffuse, a.focal, cost[v], size[v]});
    }
    weak.x.push_back(static_cast<double>(v)), weak.y.push_back(spread_of(diffuse[v]).mean);
    bright.x.push_back(static_cast<double>(v)), bright.y.push_back(spread_of(focal[v]).mean);
  }
  finding.pictures.emplace_back(
      seqlens::report::Plot{"volumes",
                            "Diffuse and focal patterns",
                            {.title = "model", .categories = {names.begin(), names.end()}},
                            {.title = "accuracy", .low = 0, .high = 1},
                            {weak, bright}});
  finding.checks = {
      at_least(Role::claim, "patches and attention: accuracy, diffuse", diffuse[0], 0.9),
      at_least(Role::claim, "patches and attention: share of focal ones found", focal[0], 0.9),
      at_most(Role::control, "convolutions: accuracy, diffuse", diffuse[1], 0.75),
      at_least(Role::claim, "convolutions: share of focal ones found", focal[1], 0.9),
      at_least(Role::claim, "multiply-adds on voxels over those on patches", {cost[2] / cost[0]}, 10),
      at_most(Role::limit, "attention on voxels: accuracy, diffuse", diffuse[2], spread_of(diffuse[0]).mean)};
  return finding;
}

}  // namespace

const Claim kVolumes{
    "volumes", "Local first, then global",
    "In volumes whose weak signals count only together, attention over patches finds what convolutions "
    "of the same size do not, at a small part of the cost of attention over voxels.",
    "Dosovitskiy et al. 2021; Hatamizadeh et al. 2022", run};

}  // namespace attention_lab
