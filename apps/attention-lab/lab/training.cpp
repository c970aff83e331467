#include "attention-lab/lab/training.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/evaluate/ranked_scores.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/train/example_list.h"
#include "seqlens/train/trainer.h"

namespace attention_lab {

using seqlens::model::EncoderConfig;
using seqlens::model::Parameters;
namespace train = seqlens::train;

EncoderConfig small_encoder(int vocabulary, int width, int heads, int layers) {
  EncoderConfig config;
  config.vocabulary = vocabulary;
  config.width = width;
  config.heads = heads;
  config.layers = layers;
  config.feed_forward_width = 2 * width;
  config.final_norm = true;
  return config;
}

seqlens::model::ClassifyHead class_head(int classes, seqlens::model::Pooling pooling) {
  seqlens::model::ClassifyHead head;
  for (int i = 0; i < classes; ++i) head.labels.push_back(fmt::format("class {}", i));
  head.pooling = pooling;
  return head;
}

Parameters copy_of(const EncoderConfig& config, const Parameters& parameters) {
  Parameters copy(config);
  std::ranges::copy(parameters.values(), copy.values().begin());
  return copy;
}

Parameters train_model(const EncoderConfig& config, std::shared_ptr<const train::Objective> objective,
                       const Examples& examples, const Recipe& recipe, std::uint64_t seed, Values* losses) {
  train::TrainingState state(config);
  seqlens::model::initialise(state.values, config, seed);
  std::ranges::copy(state.values.values(), state.average.values().begin());
  train::TrainerSettings settings;
  settings.optimiser.learning_rate = recipe.learning_rate;
  settings.optimiser.steps = recipe.steps;
  settings.optimiser.warmup_steps = std::max<std::uint64_t>(1, recipe.steps / 10);
  settings.optimiser.average_decay = 0;
  settings.batch = recipe.batch;
  settings.seed = seed;
  const train::ExampleList source(examples, train::ExampleList::Order::shuffled, seed);
  train::Trainer trainer(config, std::move(state), std::move(objective), settings);
  for (std::uint64_t step = 0; step < recipe.steps; ++step) {
    const double loss = trainer.step(source).loss;
    if (losses) losses->push_back(loss);
  }
  return copy_of(config, trainer.state().values);
}

Parameters train_classes(const EncoderConfig& config, const Examples& examples, const Recipe& recipe,
                         std::uint64_t seed, Values* losses) {
  return train_model(config, train::make_classify_objective(config, {}), examples, recipe, seed, losses);
}

namespace {

std::vector<train::Judgement> judgements_of(const EncoderConfig& config, const Parameters& parameters,
                                            const Examples& examples) {
  const train::ExampleList source(examples, train::ExampleList::Order::as_given);
  return train::judge(config, parameters, *train::make_classify_objective(config, {}), source);
}

}  // namespace

double class_accuracy(const EncoderConfig& config, const Parameters& parameters, const Examples& examples) {
  double right = 0;
  for (const train::Judgement& judgement : judgements_of(config, parameters, examples))
    right += judgement.right;
  return right / static_cast<double>(examples.size());
}

double class_auroc(const EncoderConfig& config, const Parameters& parameters, const Examples& examples) {
  std::vector<double> scores;
  std::vector<std::uint8_t> labels;
  for (const train::Judgement& judgement : judgements_of(config, parameters, examples)) {
    scores.push_back(judgement.score);
    labels.push_back(judgement.target == 1 ? 1 : 0);
  }
  return seqlens::evaluate::RankedScores(scores, labels).metrics().auroc;
}

void for_each_job(std::size_t jobs, const std::function<void(std::size_t)>& work) {
  seqlens::parallel::parallel_for(jobs, [&](std::size_t job) {
    const seqlens::kernels::FlushDenormals flush;
    work(job);
  });
}

std::vector<Values> for_variants_and_seeds(
    std::size_t variants, const Effort& effort,
    const std::function<double(std::size_t variant, std::uint64_t seed)>& value) {
  std::vector<Values> values(variants, Values(effort.seeds));
  for_each_job(variants * effort.seeds, [&](std::size_t job) {
    const std::size_t seed = job / variants;  // the jobs of one seed follow each other
    values[job % variants][seed] = value(job % variants, effort.first_seed + seed);
  });
  return values;
}

}  // namespace attention_lab
