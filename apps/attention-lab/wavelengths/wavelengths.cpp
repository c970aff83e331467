#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/random.h"

#include "attention-lab/claims.h"
#include "attention-lab/lab/training.h"

namespace attention_lab {

namespace {

using seqlens::Random;
using seqlens::model::EncoderConfig;

/// Bands of an instrument in nanometres: 20 apart below 1000, 40 above, none where water takes the light.
std::vector<double> instrument() {
  std::vector<double> bands;
  for (double nm = 400; nm < 2500; nm += nm < 1000 ? 20 : 40)
    if (!(nm > 1340 && nm < 1450) && !(nm > 1800 && nm < 1950)) bands.push_back(nm);
  return bands;
}

double hill(double nm, double top, double width) {
  return std::exp(-std::pow((nm - top) / width, 2) / 2);
}

/// Four minerals: a narrow feature at 700 or 760 nm, and a broad one at 2150 or 2350 nm. Either alone leaves
/// two.
struct Spectrum {
  std::vector<double> nm, values;
  int target = 0;
};

Spectrum spectrum(const std::vector<double>& bands, double kept, Random& random) {
  Spectrum s;
  const bool narrow = random.below(2) == 0, broad = random.below(2) == 0;
  s.target = (narrow ? 2 : 0) + (broad ? 1 : 0);
  const double slope = 0.3 * random.normal(), level = 0.2 * random.normal();
  const double depth = 0.8 + 0.4 * random.uniform(), width = 0.8 + 0.4 * random.uniform();
  for (const double nm : bands) {
    if (random.uniform() >= kept) continue;
    s.nm.push_back(nm);
    s.values.push_back(level + slope * (nm - 1400) / 1000 + 0.05 * random.normal() -
                       depth * hill(nm, narrow ? 700 : 760, 20) - width * hill(nm, broad ? 2150 : 2350, 90));
  }
  return s;
}

Examples examples_of(const EncoderConfig& config, double kept, std::size_t count, std::uint64_t seed) {
  Examples examples;
  Random random(seed);
  const auto bands = instrument();
  for (std::size_t n = 0; n < count; ++n) {
    const Spectrum s = spectrum(bands, kept, random);
    seqlens::train::Example example;
    example.tokens.assign(s.nm.size(), 0);
    example.features.assign(s.values.begin(), s.values.end());
    if (config.continuous) example.coordinates.assign(s.nm.begin(), s.nm.end());
    example.target = s.target;
    examples.push_back(std::move(example));
  }
  return examples;
}

EncoderConfig config_of(bool nanometres) {
  EncoderConfig config = small_encoder(1, 32, 4, 1);
  config.features = 1;
  config.positions = nanometres ? seqlens::model::Positions::continuous : seqlens::model::Positions::learned;
  if (nanometres)
    config.continuous = seqlens::model::ContinuousPositions{
        .periods = {120, 240, 500, 1000, 2000, 4000},
        .knots = {-2000, -1000, -400, -150, -60, -20, 0, 20, 60, 150, 400, 1000, 2000}};
  else
    config.max_positions = static_cast<int>(instrument().size());
  config.classify = class_head(4, seqlens::model::Pooling::mean);
  return config;
}

struct Numbers {
  std::array<double, 3> accuracy{};  // with all bands, and with some of them dropped
};
constexpr std::array<double, 3> kKept{1, 0.8, 0.6};

Numbers measure(bool nanometres, const Effort& effort, std::uint64_t seed) {
  const EncoderConfig config = config_of(nanometres);
  const Recipe recipe{.steps = effort.quick ? 800U : 2000U, .batch = 16, .learning_rate = 5e-3};
  const auto trained = train_classes(config, examples_of(config, 1, 4000, 2 * seed), recipe, seed);
  Numbers numbers;
  for (std::size_t k = 0; k < kKept.size(); ++k)
    numbers.accuracy[k] = class_accuracy(config, trained, examples_of(config, kKept[k], 400, 2 * seed + 1));
  return numbers;
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done = fmt::format(
      "Spectra of {} bands, closer in the visible and with gaps. Four minerals differ in a narrow feature "
      "and in a broad one "
      "far away. One layer of attention is trained on whole spectra, with wavelengths or with band numbers "
      "as "
      "positions, and tested with bands dropped by chance.",
      instrument().size());
  std::array<std::vector<Numbers>, 2> found;
  for (auto& numbers : found) numbers.resize(effort.seeds);
  for_each_job(2 * effort.seeds, [&](std::size_t job) {
    found[job % 2][job / 2] = measure(job % 2 == 0, effort, effort.first_seed + job / 2);
  });
  finding.table = {"numbers", {"positions", "seed", "bands_kept", "accuracy"}, {}};
  std::array<std::array<Values, 3>, 2> values;
  std::vector<seqlens::report::Series> lines;
  for (std::size_t p = 0; p < 2; ++p) {
    const std::string name = p == 0 ? "nanometres" : "band numbers";
    seqlens::report::Series line{.name = name};
    for (std::size_t k = 0; k < kKept.size(); ++k) {
      for (std::size_t s = 0; s < effort.seeds; ++s) {
        values[p][k].push_back(found[p][s].accuracy[k]);
        finding.table.add_row(
            {name, static_cast<std::int64_t>(effort.first_seed + s), kKept[k], found[p][s].accuracy[k]});
      }
      const Spread spread = spread_of(values[p][k]);
      line.x.push_back(kKept[k]), line.y.push_back(spread.mean);
      line.low.push_back(spread.least), line.high.push_back(spread.most);
    }
    lines.push_back(std::move(line));
  }
  finding.pictures.emplace_back(seqlens::report::Plot{"wavelengths",
                                                      "Bands dropped at test time",
                                                      {.title = "share of bands kept"},
                                                      {.title = "accuracy", .low = 0, .high = 1},
                                                      lines});
  finding.checks = {
      at_least(Role::claim, "nanometres, four tenths of the bands dropped: accuracy", values[0][2], 0.8),
      at_most(Role::control, "band numbers, the same", values[1][2], 0.7),
      at_least(Role::claim, "nanometres, all bands: accuracy", values[0][0], 0.95),
      at_least(Role::claim, "band numbers, all bands: accuracy", values[1][0], 0.95)};
  return finding;
}

}  // namespace

const Claim kWavelengths{
    "wavelengths", "Wavelengths as positions",
    "A model whose positions are wavelengths reads spectra with bands missing; one whose positions "
    "are band numbers does not.",
    "Clark et al. 1990 (reflectance spectra); Hong et al. 2022", run};

}  // namespace attention_lab
