#include "seqlens/train/trainer.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/random.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/vector_ops.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/parallel/workspace_pool.h"
#include "seqlens/train/trainable_encoder.h"

#include "chunk_plan.h"

namespace seqlens::train {
namespace {

// Streams of random numbers of one seed, kept apart.
constexpr std::uint64_t preparation_stream = 0x70726570ULL;
constexpr std::uint64_t dropout_stream = 0x64726f70ULL;
constexpr std::uint64_t judging_seed = 0x6a756467ULL;

// More lanes than cores of the machines this is for, so that they finish together. Each costs a gradient
// buffer to clear and to add, so beyond four a lane has at least two chunks.
constexpr std::size_t most_lanes = 8;

std::size_t lanes_for(std::size_t chunks) {
  return std::min(chunks, std::clamp<std::size_t>(chunks / 2, 4, most_lanes));
}

struct Lane {
  explicit Lane(const model::EncoderConfig& config) : gradients(config) {}
  model::Parameters gradients;
  double loss = 0;
};

struct Workspace {
  ChunkPass pass;
  OutputGradients output_gradients;
  std::vector<ChunkPosition> positions;
};

/// gradients of lane 0 += those of all others, in a tree fixed by the number of lanes.
void reduce(std::vector<Lane>& lanes, std::size_t count) {
  constexpr std::size_t slice = 1 << 14;
  const std::size_t size = lanes[0].gradients.values().size();
  parallel::parallel_for((size + slice - 1) / slice, [&](std::size_t s) {
    const std::size_t first = s * slice;
    const std::size_t n = std::min(slice, size - first);
    for (std::size_t gap = 1; gap < count; gap *= 2) {
      for (std::size_t i = 0; i + gap < count; i += 2 * gap) {
        kernels::axpy(1.0F, lanes[i + gap].gradients.values().data() + first,
                      lanes[i].gradients.values().data() + first, n);
      }
    }
  });
}

void require_finite(std::string_view what, double value, std::uint64_t step) {
  if (std::isfinite(value)) return;
  throw Diverged(fmt::format("step {}: {} is {}", step, what, std::isnan(value) ? "NaN" : "infinite"));
}

std::vector<Item> fetch_items(const ExampleSource& source, const Objective& objective, std::uint64_t first,
                              std::size_t count, std::uint64_t seed) {
  std::vector<Item> items(count);
  parallel::parallel_for(count, [&](std::size_t i) {
    const std::uint64_t number = first + i;
    Random random = Random::for_item(seed ^ preparation_stream, number);
    items[i] = objective.prepare(source.example(number / source.size(), number % source.size()), random);
  });
  return items;
}

}  // namespace

struct Trainer::Impl {
  Impl(const model::EncoderConfig& config, TrainingState start, std::shared_ptr<const Objective> goal,
       TrainerSettings chosen)
      : state(std::move(start)), objective(std::move(goal)), settings(chosen), encoder(config) {
    for (std::size_t i = 0; i < most_lanes; ++i) lanes.emplace_back(config);
    encoder.set_dropout(static_cast<float>(settings.dropout));
    encoder.load(state.values);
  }

  void run_lane(Lane& lane, std::span<const Item> items, std::span<const Chunk> chunks, double scale);
  void run_chunk(Lane& lane, std::span<const Item> items, std::uint64_t first_example, double scale,
                 Workspace& workspace);

  TrainingState state;
  std::shared_ptr<const Objective> objective;
  TrainerSettings settings;
  TrainableEncoder encoder;
  std::vector<Lane> lanes;
  parallel::WorkspacePool<Workspace> workspaces;
  bool updating = false;
};

void Trainer::Impl::run_chunk(Lane& lane, std::span<const Item> items, std::uint64_t first_example,
                              double scale, Workspace& workspace) {
  const std::uint64_t dropout_seed = Random::for_item(settings.seed ^ dropout_stream, state.step).next();
  const auto sequences = sequences_of(items, dropout_seed, first_example);
  const ChunkHeads heads = objective->heads(items, workspace.positions);
  const HeadMatrices<const float> outputs = encoder.forward(sequences, heads, workspace.pass);
  workspace.output_gradients.shape_like(outputs);
  lane.loss += objective->loss(items, outputs, scale, workspace.output_gradients.matrices());
  encoder.backward(workspace.output_gradients.read_only(), workspace.pass, lane.gradients);
}

void Trainer::Impl::run_lane(Lane& lane, std::span<const Item> items, std::span<const Chunk> chunks,
                             double scale) {
  const kernels::FlushDenormals flush;
  const auto workspace = workspaces.borrow();
  std::ranges::fill(lane.gradients.values(), 0.0F);
  lane.loss = 0;
  for (const Chunk& chunk : chunks) {
    run_chunk(lane, items.subspan(chunk.first, chunk.count), state.step * settings.batch + chunk.first, scale,
              *workspace);
  }
}

Trainer::Trainer(const model::EncoderConfig& config, TrainingState state,
                 std::shared_ptr<const Objective> objective, TrainerSettings settings)
    : impl_(std::make_unique<Impl>(config, std::move(state), std::move(objective), settings)) {}
Trainer::~Trainer() = default;
Trainer::Trainer(Trainer&&) noexcept = default;
Trainer& Trainer::operator=(Trainer&&) noexcept = default;

const TrainingState& Trainer::state() const {
  return impl_->state;
}
const model::EncoderConfig& Trainer::config() const {
  return impl_->encoder.config();
}
const TrainerSettings& Trainer::settings() const {
  return impl_->settings;
}
bool Trainer::is_between_updates() const {
  return !impl_->updating;
}

StepReport Trainer::step(const ExampleSource& source) {
  Impl& self = *impl_;
  const std::uint64_t number = self.state.step + 1;
  const std::vector<Item> items = fetch_items(source, *self.objective, self.state.step * self.settings.batch,
                                              self.settings.batch, self.settings.seed);
  double amount = 0;
  StepReport report;
  for (const Item& item : items) {
    amount += self.objective->amount(item);
    report.positions += positions_of(config(), item);
  }
  if (!(amount > 0)) throw Error(fmt::format("step {}: the batch has nothing to learn from", number));

  const std::vector<Chunk> chunks = plan_chunks(config(), items);
  const std::size_t lanes = lanes_for(chunks.size());
  parallel::parallel_for(lanes, [&](std::size_t i) {
    const std::size_t first = i * chunks.size() / lanes;
    const std::size_t end = (i + 1) * chunks.size() / lanes;
    self.run_lane(self.lanes[i], items, std::span(chunks).subspan(first, end - first), 1 / amount);
  });
  for (std::size_t i = 0; i < lanes; ++i) report.loss += self.lanes[i].loss;
  report.loss /= amount;
  reduce(self.lanes, lanes);
  const model::Parameters& gradients = self.lanes[0].gradients;
  report.gradient_norm = gradient_norm(gradients);
  require_finite("loss", report.loss, number);
  require_finite("the norm of the gradient", report.gradient_norm, number);
  self.updating = true;
  update(self.settings.optimiser, gradients, report.gradient_norm, self.state);
  self.updating = false;
  self.encoder.load(self.state.values);
  report.step = self.state.step;
  report.learning_rate = learning_rate_at(self.settings.optimiser, self.state.step);
  return report;
}

std::vector<Judgement> judge(const model::EncoderConfig& config, const model::Parameters& parameters,
                             const Objective& objective, const ExampleSource& source) {
  TrainableEncoder encoder(config);
  encoder.load(parameters);
  const std::vector<Item> items = fetch_items(source, objective, 0, source.size(), judging_seed);
  const std::vector<Chunk> chunks = plan_chunks(config, items);
  std::vector<Judgement> judgements(items.size());
  parallel::WorkspacePool<Workspace> workspaces;
  parallel::parallel_for(chunks.size(), [&](std::size_t c) {
    const kernels::FlushDenormals flush;
    const auto workspace = workspaces.borrow();
    const auto part = std::span(items).subspan(chunks[c].first, chunks[c].count);
    const ChunkHeads heads = objective.heads(part, workspace->positions);
    const auto outputs = encoder.forward(sequences_of(part, 0, 0), heads, workspace->pass);
    std::ranges::copy(objective.judge(part, outputs),
                      judgements.begin() + static_cast<std::ptrdiff_t>(chunks[c].first));
  });
  return judgements;
}

}  // namespace seqlens::train
