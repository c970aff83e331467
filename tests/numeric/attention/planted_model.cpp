#include "planted_model.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "seqlens/evaluate/ranked_scores.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/train/example_list.h"
#include "seqlens/train/trainer.h"

#include "support/promoter_model.h"
#include "support/seeded_model.h"
#include "support/small_promoter_config.h"

namespace seqlens::test {
namespace {

constexpr int kStride = 4;

model::EncoderConfig planted_config(model::Pooling pooling) {
  auto config = small_promoter_config(32, static_cast<int>(kPlantedWindow), pooling);
  config.positions = model::Positions::rotary;
  config.final_norm = true;
  config.embedding_width = 8;
  config.stem = {{.channels = config.width, .kernel = kStride, .stride = kStride}};
  return config;
}

std::vector<train::Example> examples_of(const Lesson& lesson) {
  const auto windows = planted_windows(lesson.make, lesson.windows, lesson.seed);
  std::vector<int> labels;
  for (const PlantedWindow& window : windows) labels.push_back(window.label ? 1 : 0);
  Random random(lesson.seed);
  if (lesson.shuffle_labels) shuffle(std::span(labels), random);
  std::vector<train::Example> examples;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    examples.push_back({tokenize::BaseTokenizer().encode(windows[i].bases).ids, labels[i], 1.0F});
  }
  return examples;
}

train::TrainerSettings trainer_settings(const Lesson& lesson) {
  train::TrainerSettings settings;
  settings.optimiser = {
      .learning_rate = 3e-3, .warmup_steps = 40, .steps = lesson.steps, .average_decay = 0.98};
  settings.seed = lesson.seed;
  return settings;
}

}  // namespace

void add_planted_settings(model::ModelFile& file) {
  scan::PromoterSettings settings;
  settings.window_bases = static_cast<int>(kPlantedWindow);
  settings.tss_index = static_cast<int>(kPlantedWindow) / 2;
  settings.scan_stride = file.config.stem_stride();
  file.metadata["seqlens.tokenizer"] = tokenize::BaseTokenizer().to_json();
  file.metadata[std::string(scan::PromoterSettings::metadata_key)] = scan::to_json(settings);
}

model::ModelFile untrained_model(model::Pooling pooling, std::uint64_t seed) {
  model::ModelFile file = seeded_model(planted_config(pooling), seed);
  add_planted_settings(file);
  return file;
}

model::ModelFile trained_model(const Lesson& lesson) {
  model::ModelFile file = untrained_model(lesson.pooling, lesson.seed);
  train::TrainingState state(file.config);
  std::ranges::copy(file.parameters.values(), state.values.values().begin());
  std::ranges::copy(file.parameters.values(), state.average.values().begin());
  const train::ExampleList source(examples_of(lesson), train::ExampleList::Order::shuffled, lesson.seed);
  train::Trainer trainer(file.config, std::move(state),
                         train::make_classify_objective(
                             file.config, {.label_smoothing = lesson.label_smoothing, .class_weights = {}}),
                         trainer_settings(lesson));
  for (std::uint64_t step = 0; step < lesson.steps; ++step) trainer.step(source);
  std::ranges::copy(trainer.state().average.values(), file.parameters.values().begin());
  return file;
}

PlantedModel::PlantedModel(model::ModelFile file)
    : file_(std::move(file)),
      promoter_(test::make_promoter_model(file_, "planted")),
      scorer_(promoter_.encoder, promoter_.settings),
      window_logit_(scorer_, promoter_.settings.tss_index, scan::RecordStrand::forward) {}

double PlantedModel::logit(std::string_view window) const {
  const std::int64_t start = 0;
  std::optional<float> logit;
  scorer_.score(window, {&start, 1}, true, {&logit, 1});
  return logit.value();
}

std::vector<double> PlantedModel::logits(std::span<const PlantedWindow> windows) const {
  std::vector<double> logits(windows.size());
  parallel::parallel_for(windows.size(), [&](std::size_t i) { logits[i] = logit(windows[i].bases); });
  return logits;
}

double PlantedModel::auroc(std::span<const PlantedWindow> windows) const {
  std::vector<std::uint8_t> labels;
  for (const PlantedWindow& window : windows) labels.push_back(window.label ? 1 : 0);
  return evaluate::auroc(logits(windows), labels);
}

}  // namespace seqlens::test
