#include <algorithm>

#include <catch2/catch.hpp>

#include "seqlens/train/optimiser.h"

using namespace seqlens;
using namespace seqlens::train;

namespace {

model::EncoderConfig config() {
  model::EncoderConfig c;
  c.vocabulary = 4;
  c.width = 4;
  c.heads = 1;
  c.layers = 1;
  c.feed_forward_width = 4;
  c.positions = model::Positions::rotary;
  return c;
}

}  // namespace

TEST_CASE("the learning rate warms up and falls to the floor") {
  const OptimiserSettings settings{.learning_rate = 2, .warmup_steps = 10, .steps = 110, .floor = 0.1};
  CHECK(learning_rate_at(settings, 1) == Approx(0.2));
  CHECK(learning_rate_at(settings, 10) == Approx(2));
  CHECK(learning_rate_at(settings, 60) == Approx(2 * 0.55));
  CHECK(learning_rate_at(settings, 110) == Approx(0.2));
  CHECK(learning_rate_at(settings, 200) == Approx(0.2));
}

TEST_CASE("one update is AdamW on trained tensors and decay on matrices alone") {
  TrainingState state(config());
  model::Parameters gradients(config());
  std::fill(state.values.values().begin(), state.values.values().end(), 1.0F);
  for (const auto& tensor : gradients.layout().tensors()) {
    auto part = gradients.values().subspan(tensor.offset, tensor.rows * tensor.cols);
    std::fill(part.begin(), part.end(), 0.5F);
  }
  const OptimiserSettings settings{.learning_rate = 0.1,
                                   .warmup_steps = 0,
                                   .steps = 1,
                                   .floor = 1,
                                   .weight_decay = 0.2,
                                   .clip_norm = 0,
                                   .average_decay = 0};
  update(settings, gradients, gradient_norm(gradients), state);
  CHECK(state.step == 1);
  // The first step of Adam is learning rate times sign; decay takes 0.1 * 0.2 of the value.
  CHECK(state.values.vector("layer.0.attention.query.bias")[0] == Approx(0.9));
  CHECK(state.values.vector("layer.0.attention.query.weight")[0] == Approx(0.88));
  CHECK(state.values.vector("rotary.inv_freq")[0] == 1.0F);
  CHECK(state.average.vector("layer.0.attention.query.weight")[0] ==
        state.values.vector("layer.0.attention.query.weight")[0]);
}

TEST_CASE("the norm counts trained tensors") {
  model::Parameters gradients(config());
  gradients.vector("layer.0.attention.query.bias")[0] = 3;
  gradients.vector("layer.0.attention.query.weight")[1] = 4;
  gradients.vector("rotary.inv_freq")[0] = 100;
  CHECK(gradient_norm(gradients) == Approx(5));
}
