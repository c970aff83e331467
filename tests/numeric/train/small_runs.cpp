#include "small_runs.h"

#include <algorithm>
#include <array>

#include "seqlens/core/random.h"

#include "support/small_promoter_config.h"

namespace seqlens::test {

model::EncoderConfig small_config() {
  auto config = small_promoter_config(32, 40, model::Pooling::attention);
  config.positions = model::Positions::learned;
  config.max_positions = 18;
  config.final_norm = true;
  config.embedding_width = 8;
  config.stem = {{.channels = 32, .kernel = 6, .stride = 2}};
  config.first_stage = model::FirstStage{.channels = 8, .kernel = 3};
  return config;
}

std::vector<train::Example> planted_motif(std::size_t count, std::uint64_t seed) {
  constexpr std::array<std::int32_t, 8> motif{3, 0, 3, 0, 0, 0, 0, 2};
  Random random(seed);
  std::vector<train::Example> examples;
  for (std::size_t i = 0; i < count; ++i) {
    train::Example example{std::vector<std::int32_t>(40), static_cast<int>(random.below(4)), 1.0F};
    for (auto& token : example.tokens) token = static_cast<std::int32_t>(random.below(4));
    example.target = example.target == train::kEither ? train::kNoPromoter : example.target;
    if (example.target != train::kNoPromoter) std::ranges::copy(motif, example.tokens.begin() + 10);
    if (example.target == train::kMinus) {
      std::ranges::reverse(example.tokens);
      for (auto& token : example.tokens) token = 3 - token;
    }
    examples.push_back(std::move(example));
  }
  return examples;
}

std::shared_ptr<const train::Objective> small_objective(const model::EncoderConfig& config) {
  return train::make_stranded_objective(
      config, {.label_smoothing = 0.02, .first_stage_weight = 0.3, .complement = {3, 2, 1, 0, 4, 5}});
}

train::TrainingState seeded_state(const model::EncoderConfig& config, std::uint64_t seed) {
  train::TrainingState state(config);
  model::initialise(state.values, config, seed);
  std::ranges::copy(state.values.values(), state.average.values().begin());
  return state;
}

}  // namespace seqlens::test
