// train_bench [--json] [d256|promoter|small]: tokens a second of forward, backward and update, and what share
// of the measured multiply-add peak that is. SEQLENS_ISA chooses the level. The operations counted are those
// of the products and of attention, with twice the forward pass for the backward pass: probabilities that are
// computed again do not count.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/train/example_list.h"
#include "seqlens/train/trainer.h"

#include "arguments.h"
#include "fma_peak.h"

using namespace seqlens;

namespace {

struct Shape {
  std::string name;
  model::EncoderConfig config;
  int tokens;     ///< of a sequence, before the stem
  int sequences;  ///< a batch
};

model::EncoderConfig base(int width, int heads, int layers, int feed_forward) {
  model::EncoderConfig config;
  config.vocabulary = 6;
  config.width = width;
  config.heads = heads;
  config.layers = layers;
  config.feed_forward_width = feed_forward;
  config.final_norm = true;
  config.classify = model::ClassifyHead{.labels = {"a", "b"}, .pooling = model::Pooling::mean};
  return config;
}

Shape long_sequences() {
  model::EncoderConfig config = base(256, 8, 6, 1024);
  config.positions = model::Positions::rotary;
  return {"d256", config, 512, 8};
}

Shape promoter_windows() {
  model::EncoderConfig config = base(128, 4, 4, 512);
  config.positions = model::Positions::learned;
  config.max_positions = 72;
  config.embedding_width = 16;
  config.stem = {{.channels = 64, .kernel = 6, .stride = 2}, {.channels = 128, .kernel = 6, .stride = 2}};
  return {"promoter", config, 300, 128};
}

Shape small() {
  model::EncoderConfig config = base(32, 2, 1, 64);
  config.positions = model::Positions::rotary;
  return {std::string(bench::kSmallShape), config, 64, 2};
}

double operations_per_sequence(const Shape& shape) {
  const model::EncoderConfig& c = shape.config;
  double operations = 0;
  double rows = shape.tokens;
  double columns = c.embedding_columns();
  for (const model::ConvLayer& conv : c.stem) {
    rows = (rows - conv.kernel) / conv.stride + 1;
    operations += 2.0 * rows * conv.kernel * columns * conv.channels;
    columns = conv.channels;
  }
  const double width = c.width;
  const double per_position = 4 * width * width + 2 * width * c.feed_forward_width + 2.0 * rows * width;
  return 3 * (operations + 2.0 * c.layers * rows * per_position);
}

std::vector<train::Example> random_examples(const Shape& shape) {
  Random random(1);
  std::vector<train::Example> examples;
  for (int s = 0; s < shape.sequences; ++s) {
    train::Example example{{}, s % 2, 1.0F};
    for (int t = 0; t < shape.tokens; ++t)
      example.tokens.push_back(static_cast<std::int32_t>(random.below(4)));
    examples.push_back(std::move(example));
  }
  return examples;
}

double best_wall_seconds(const std::function<void()>& work) {
  double best = 1e30;
  for (int i = 0; i < 12; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

void measure(const Shape& shape, int threads, bool json) {
  const parallel::ThreadBudget budget(threads);
  train::TrainingState state(shape.config);
  model::initialise(state.values, shape.config, 1);
  train::TrainerSettings settings;
  settings.batch = static_cast<std::size_t>(shape.sequences);
  settings.optimiser.steps = 1'000'000;
  const train::ExampleList source(random_examples(shape), train::ExampleList::Order::as_given);
  train::Trainer trainer(shape.config, std::move(state), train::make_classify_objective(shape.config, {}),
                         settings);
  const auto work = [&] { (void)trainer.step(source); };
  work();  // buffers are allocated once

  bench::GatedTimer timer(kernels::active_isa());
  const auto sample =
      threads == 1 ? timer.time(work, 2) : bench::GatedTimer::Sample{best_wall_seconds(work), 1, 0};
  const double peak =
      threads == 1 ? timer.peak_gflops() : bench::measure_fma_peak_gflops(kernels::active_isa(), threads);
  const double percent = 1e-7 * shape.sequences * operations_per_sequence(shape) / (sample.seconds * peak);
  const double tokens_per_s = shape.sequences * shape.tokens / sample.seconds;
  const std::string isa(kernels::name(kernels::active_isa()));
  const model::EncoderConfig& c = shape.config;
  if (json) {
    std::printf(
        "{\"precision\":\"f32\",\"isa\":\"%s\",\"task\":\"train\",\"model\":\"%s\","
        "\"d_model\":%d,\"heads\":%d,\"layers\":%d,\"n\":%d,\"threads\":%d,"
        "\"tokens_per_s\":%.0f,\"percent_of_peak\":%.1f}\n",
        isa.c_str(), shape.name.c_str(), c.width, c.heads, c.layers, shape.tokens, threads, tokens_per_s,
        percent);
  } else {
    std::printf("train f32 %s %s d%d H%d L%d N=%d, %d thread%s: %8.0f tokens/s, %5.1f %% of peak%s\n",
                isa.c_str(), shape.name.c_str(), c.width, c.heads, c.layers, shape.tokens, threads,
                threads == 1 ? "" : "s", tokens_per_s, percent, sample.accepted > 0 ? "" : " (throttled)");
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const Shape shapes[] = {long_sequences(), promoter_windows(), small()};
  const std::string_view names[] = {shapes[0].name, shapes[1].name, shapes[2].name};
  const auto arguments = bench::read_arguments(argc, argv, names);
  if (!arguments) return 2;
  for (const int threads : {1, 2}) {
    for (const Shape& shape : shapes) {
      if (arguments->wants(shape.name)) measure(shape, threads, arguments->json);
    }
  }
  return 0;
}
