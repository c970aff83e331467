#include <algorithm>
#include <array>
#include <cmath>

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
using seqlens::model::RelativeForm;

constexpr int kKinds = 3;
constexpr double kMostDays = 1500;

/// What an event of a kind, so many days ago, adds to the log odds.
double influence(int kind, double days) {
  const auto hill = [&](double top, double width) {
    return std::exp(-std::pow((days - top) / width, 2) / 2);
  };
  switch (kind) {
    case 0:
      return 3 * hill(180, 70);  // peaks at six months, fades
    case 1:
      return 3 * std::exp(-days / 350);  // falls from the start
    default:
      return 3 * hill(1150, 150);  // returns after years
  }
}

struct Event {
  int kind;
  double days;
};

/// Token 0 is today; events follow from the last to the first.
seqlens::train::Example record_of(std::vector<Event> events, const EncoderConfig& config) {
  std::ranges::sort(events, {}, &Event::days);
  seqlens::train::Example example;
  example.tokens = {kKinds};
  example.coordinates = {0};
  for (const Event& event : events) {
    example.tokens.push_back(event.kind);
    example.coordinates.push_back(static_cast<float>(-event.days));
  }
  if (!config.continuous) example.coordinates.clear();
  return example;
}

std::vector<Event> random_events(Random& random) {
  std::vector<Event> events;
  const std::size_t count = 4 + random.below(9);
  for (std::size_t i = 0; i < count; ++i)
    events.push_back({static_cast<int>(random.below(kKinds)), kMostDays * random.uniform()});
  return events;
}

Examples records(std::size_t count, const EncoderConfig& config, std::uint64_t seed) {
  Examples examples;
  Random random(seed);
  for (std::size_t n = 0; n < count; ++n) {
    const auto events = random_events(random);
    double odds = -3.2;
    for (const Event& event : events) odds += influence(event.kind, event.days);
    seqlens::train::Example example = record_of(events, config);
    example.target = random.uniform() < 1 / (1 + std::exp(-odds)) ? 1 : 0;
    examples.push_back(std::move(example));
  }
  return examples;
}

struct Variant {
  const char* name;
  Positions positions;
  RelativeForm form;
};
constexpr std::array kVariants{
    Variant{"days, spline", Positions::continuous, RelativeForm::spline},
    Variant{"number in the row", Positions::learned, RelativeForm::none},
    Variant{"days, exponential", Positions::continuous, RelativeForm::exponential}};

EncoderConfig config_of(const Variant& variant) {
  EncoderConfig config = small_encoder(kKinds + 1, 32, 4, 1);
  config.positions = variant.positions;
  if (variant.positions == Positions::learned) config.max_positions = 32;
  if (variant.positions == Positions::continuous)
    config.continuous = seqlens::model::ContinuousPositions{.form = variant.form, .unit = 365};
  if (variant.form == RelativeForm::spline)
    for (int day = -1500; day <= 0; day += 75) config.continuous->knots.push_back(static_cast<float>(day));
  config.classify = class_head(2, seqlens::model::Pooling::cls);
  return config;
}

/// By how much the log odds of the model move when an event is added to records, mean over them.
std::vector<double> learned_influence(const EncoderConfig& config,
                                      const seqlens::model::Parameters& parameters, int kind,
                                      const std::vector<double>& days, std::uint64_t seed) {
  const seqlens::model::Encoder encoder(config, parameters);
  Random random(seed);
  std::vector<std::vector<Event>> backgrounds;
  for (int n = 0; n < 40; ++n) backgrounds.push_back(random_events(random));
  const auto mean_odds = [&](const Event* added) {
    Examples examples;
    for (auto events : backgrounds) {
      if (added) events.push_back(*added);
      examples.push_back(record_of(events, config));
    }
    std::vector<seqlens::model::EncoderInput> inputs;
    for (const auto& example : examples) inputs.push_back({example.tokens, example.coordinates, {}});
    double sum = 0;
    for (const auto& output : encoder.run(inputs, {.classify_logits = true}))
      sum += double{output.classify_logits[1]} - double{output.classify_logits[0]};
    return sum / static_cast<double>(backgrounds.size());
  };
  const double without = mean_odds(nullptr);
  std::vector<double> moved;
  for (const double day : days) {
    const Event event{kind, day};
    moved.push_back(mean_odds(&event) - without);
  }
  return moved;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double mean_a = spread_of(a).mean, mean_b = spread_of(b).mean;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a), bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

struct Numbers {
  double auroc = 0;
  std::array<double, kKinds> correlations{};
  std::array<std::vector<double>, kKinds> curves;
};

std::vector<double> probe_days() {
  std::vector<double> days;
  for (double day = 15; day < kMostDays; day += 45) days.push_back(day);
  return days;
}

Numbers measure(const Variant& variant, const Effort& effort, std::uint64_t seed) {
  const EncoderConfig config = config_of(variant);
  const Recipe recipe{.steps = effort.quick ? 900U : 2500U, .batch = 64, .learning_rate = 4e-3};
  const auto trained = train_classes(config, records(20'000, config, 3 * seed), recipe, seed);
  Numbers numbers;
  numbers.auroc = class_auroc(config, trained, records(2000, config, 3 * seed + 1));
  const auto days = probe_days();
  for (int kind = 0; kind < kKinds; ++kind) {
    auto& curve = numbers.curves[static_cast<std::size_t>(kind)];
    curve = learned_influence(config, trained, kind, days, 3 * seed + 2);
    std::vector<double> truth;
    for (const double day : days) truth.push_back(influence(kind, day));
    numbers.correlations[static_cast<std::size_t>(kind)] = correlation(curve, truth);
  }
  return numbers;
}

/// The probability that the world itself gives, as the best score there is.
double best_auroc(std::uint64_t seed) {
  Random random(seed);
  std::vector<std::pair<double, bool>> scored;
  for (int n = 0; n < 4000; ++n) {
    double odds = -3.2;
    for (const Event& event : random_events(random)) odds += influence(event.kind, event.days);
    scored.emplace_back(odds, random.uniform() < 1 / (1 + std::exp(-odds)));
  }
  std::ranges::sort(scored);
  double below = 0, pairs = 0, negatives = 0;
  for (const auto& [odds, ill] : scored) {
    if (ill)
      below += negatives, pairs += 1;
    else
      negatives += 1;
  }
  return below / (pairs * negatives);
}

Finding run(const Effort& effort) {
  Finding finding;
  finding.done =
      "Records of four to twelve events of three kinds at any day of four years. An event of the first kind "
      "raises "
      "the risk most after six months, one of the second at once, one of the third after three years. One "
      "layer with "
      "four heads learns who falls ill. What it learned is read by adding one event to records and asking "
      "how the "
      "log odds move with its day.";
  std::array<std::vector<Numbers>, kVariants.size()> found;
  for (auto& numbers : found) numbers.resize(effort.seeds);
  for_each_job(kVariants.size() * effort.seeds, [&](std::size_t job) {
    const std::size_t v = job % kVariants.size(), s = job / kVariants.size();
    found[v][s] = measure(kVariants[v], effort, effort.first_seed + s);
  });
  finding.table = {"numbers", {"positions", "seed", "auroc", "six_months", "at_once", "after_years"}, {}};
  std::array<Values, kVariants.size()> least, aurocs;
  for (std::size_t v = 0; v < kVariants.size(); ++v) {
    for (std::size_t s = 0; s < effort.seeds; ++s) {
      const Numbers& n = found[v][s];
      least[v].push_back(*std::ranges::min_element(n.correlations));
      aurocs[v].push_back(n.auroc);
      finding.table.add_row({std::string(kVariants[v].name), static_cast<std::int64_t>(effort.first_seed + s),
                             n.auroc, n.correlations[0], n.correlations[1], n.correlations[2]});
    }
  }
  const double best = best_auroc(effort.first_seed);
  const char* const kinds[] = {"peaks at six months", "falls from the start", "returns after three years"};
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    std::vector<seqlens::report::Series> lines;
    for (std::size_t v = 0; v < kVariants.size(); ++v)
      lines.push_back({.name = kVariants[v].name, .x = probe_days(), .y = found[v][0].curves[kind]});
    seqlens::report::Series truth{.name = "truth", .x = probe_days(), .dashed = true};
    for (const double day : truth.x) truth.y.push_back(influence(static_cast<int>(kind), day));
    lines.push_back(std::move(truth));
    finding.pictures.emplace_back(seqlens::report::Plot{
        "irregular-time", kinds[kind], {.title = "days ago"}, {.title = "change of the log odds"}, lines});
  }
  finding.checks = {
      at_least(Role::claim, "days with a spline: least correlation of a learned influence with the true one",
               least[0], effort.quick ? 0.85 : 0.9),
      at_most(Role::control, "numbers in the row: the same", least[1], 0.8),
      at_most(Role::control, "days with exponential decay: the same", least[2], 0.8),
      at_least(Role::claim, fmt::format("days with a spline: AUROC (the world itself: {:.3f})", best),
               aurocs[0], best - 0.03),
      at_most(Role::control, "numbers in the row: AUROC", aurocs[1], best - 0.04),
      at_most(Role::limit, "days with exponential decay: AUROC", aurocs[2], best - 0.03)};
  return finding;
}

}  // namespace

const Claim kIrregularTime{
    "irregular-time", "Irregular time",
    "Positions that are days let a model learn when after an event the risk is high, whatever "
    "the shape; numbers in the row and exponential decay do not.",
    "Shukla & Marlin 2021; Li et al. 2020 (BEHRT)", run};

}  // namespace attention_lab
