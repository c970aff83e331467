#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/parallel/cancellation.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/train/example_list.h"
#include "seqlens/train/training_run.h"

#include "small_runs.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::train;
using namespace seqlens::test;

namespace {

TrainerSettings settings(std::uint64_t steps) {
  TrainerSettings s;
  s.optimiser = {.learning_rate = 3e-3, .warmup_steps = 20, .steps = steps, .average_decay = 0.98};
  s.batch = 37;  // chunks and lanes come out uneven
  s.dropout = 0.1;
  s.seed = 3;
  return s;
}

std::vector<float> weights(const TrainingState& state) {
  std::vector<float> all(state.values.values().begin(), state.values.values().end());
  all.insert(all.end(), state.average.values().begin(), state.average.values().end());
  all.insert(all.end(), state.moment2.values().begin(), state.moment2.values().end());
  return all;
}

std::vector<float> train_steps(int threads, std::uint64_t steps) {
  const parallel::ThreadBudget budget(threads);
  const auto config = small_config();
  const ExampleList source(planted_motif(500, 1), ExampleList::Order::shuffled, 2);
  Trainer trainer(config, seeded_state(config, 1), small_objective(config), settings(steps));
  for (std::uint64_t i = 0; i < steps; ++i) trainer.step(source);
  return weights(trainer.state());
}

/// Remembers what it saw; asks for a stop after some step.
class Watcher final : public RunObserver {
 public:
  explicit Watcher(std::uint64_t stop_after = 0) : stop_after_(stop_after) {}
  void on_step(const StepReport& report) override {
    if (report.step == stop_after_) parallel::request_cancellation();
  }
  void on_evaluation(std::uint64_t step, const Metrics& metrics, bool /*best*/) override {
    evaluated.push_back(step);
    last = metrics;
  }
  void on_checkpoint(std::uint64_t step, const std::filesystem::path& /*file*/) override {
    checkpoints.push_back(step);
  }

  std::vector<std::uint64_t> evaluated, checkpoints;
  Metrics last;

 private:
  std::uint64_t stop_after_;
};

struct Finished {
  std::vector<float> state;
  std::vector<float> best;
  std::uint64_t best_step = 0;
};

/// Runs from the checkpoint, if there is one, to the end or to the stop.
Finished run_from(const std::filesystem::path& checkpoint, std::uint64_t steps, Watcher& watcher) {
  const auto config = small_config();
  const ExampleList training(planted_motif(400, 1), ExampleList::Order::shuffled, 2);
  const ExampleList dev(planted_motif(200, 9), ExampleList::Order::as_given);
  RunSettings run;
  run.task = Task::stranded;
  run.evaluate_every = 7;
  run.metric = "auroc";
  run.checkpoint = checkpoint;
  run.settings = {{"seed", "3"}};
  TrainingCheckpoint start{seeded_state(config, 1), BestModel(config)};
  if (std::filesystem::exists(checkpoint)) start = load_checkpoint(checkpoint, config, run.settings);
  const auto objective = small_objective(config);
  Trainer trainer(config, std::move(start.state), objective, settings(steps));
  run_training(trainer, *objective, training, &dev, run, start.best, watcher);
  const auto best = start.best.values.values();
  return {weights(trainer.state()), {best.begin(), best.end()}, start.best.step};
}

}  // namespace

TEST_CASE("training gives the same bytes with 1 2 and 5 threads") {
  const std::vector<float> one = train_steps(1, 6);
  CHECK(std::ranges::none_of(one, [](float x) { return std::isnan(x); }));
  CHECK(one == train_steps(2, 6));
  CHECK(one == train_steps(5, 6));
  CHECK(one != train_steps(1, 5));
}

TEST_CASE("training gives the same bytes at every instruction set") {
  std::vector<std::vector<float>> results;
  for (const kernels::Isa isa : kernels::available_isas()) {
    const kernels::ScopedIsa scope(isa);
    results.push_back(train_steps(2, 3));
  }
  for (const auto& result : results) CHECK(result == results.front());
}

TEST_CASE("a run that was stopped goes on to the same bytes") {
  const TempDir folder;
  Watcher whole;
  const Finished expected = run_from(folder.path() / "whole.safetensors", 30, whole);
  CHECK(whole.evaluated == std::vector<std::uint64_t>{7, 14, 21, 28, 30});

  const auto checkpoint = folder.path() / "stopped.safetensors";
  for (const std::uint64_t stop : {5, 13, 14}) {
    Watcher watcher(stop);
    CHECK_THROWS_AS(run_from(checkpoint, 30, watcher), Cancelled);
    parallel::clear_cancellation();
  }
  Watcher rest;
  const Finished resumed = run_from(checkpoint, 30, rest);
  CHECK(resumed.state == expected.state);
  CHECK(resumed.best == expected.best);
  CHECK(resumed.best_step == expected.best_step);
}

TEST_CASE("a checkpoint of other settings is refused") {
  const TempDir folder;
  const auto config = small_config();
  const auto path = folder.path() / "c.safetensors";
  save_checkpoint(path, config, seeded_state(config, 1), BestModel(config), {{"seed", "3"}, {"batch", "64"}});
  CHECK_THROWS_WITH(
      load_checkpoint(path, config, {{"seed", "4"}, {"batch", "64"}}),
      path.string() +
          ": the run that stopped had seed '3', this one has '4'; use the same options and files, or "
          "another --checkpoint to start anew");
  auto other = config;
  other.layers = 3;
  CHECK_THROWS_WITH(load_checkpoint(path, other, {}),
                    path.string() +
                        ": the run that stopped trained a model of another configuration; use the same "
                        "--config and --init, or another --checkpoint to start anew");
  CHECK_THROWS_WITH(load_checkpoint(path, config, {{"width", "4"}}),
                    path.string() +
                        ": does not say which width the run that stopped had: another version wrote it; "
                        "use another --checkpoint to start anew");
}

TEST_CASE("a planted motif and its strand are learnt") {
  const auto config = small_config();
  const ExampleList training(planted_motif(4000, 1), ExampleList::Order::shuffled, 2);
  const ExampleList dev(planted_motif(400, 9), ExampleList::Order::as_given);
  auto run_settings = settings(250);
  run_settings.batch = 64;
  const auto objective = small_objective(config);
  Trainer trainer(config, seeded_state(config, 1), objective, run_settings);
  for (int i = 0; i < 250; ++i) trainer.step(training);
  const auto metrics =
      summarise(Task::stranded, judge(config, trainer.state().average, *objective, dev), 1, true);
  CHECK(metric(metrics, "auroc") > 0.98);
  CHECK(metric(metrics, "strand_accuracy") > 0.98);
  CHECK(metric(metrics, "first_stage_auroc") > 0.9);
  CHECK_THROWS_WITH(metric(metrics, "f1"),
                    "the dev set gives no metric 'f1'; it gives loss, accuracy, auroc, auprc, mcc, best_mcc, "
                    "strand_accuracy, first_stage_auroc");
}

TEST_CASE("a dev set whose loss is not a number ends the run and names the step") {
  const auto config = small_config();
  const ExampleList training(planted_motif(100, 1), ExampleList::Order::shuffled, 2);
  const ExampleList dev(planted_motif(50, 9), ExampleList::Order::as_given);
  RunSettings run;
  run.task = Task::stranded;
  run.evaluate_every = 3;
  run.metric = "auroc";
  TrainingCheckpoint start{seeded_state(config, 1), BestModel(config)};
  start.state.average.vector("classify.out.bias")[0] = NAN;  // what is judged; the weights are sound
  const auto objective = small_objective(config);
  Trainer trainer(config, std::move(start.state), objective, settings(9));
  Watcher watcher;
  CHECK_THROWS_WITH(run_training(trainer, *objective, training, &dev, run, start.best, watcher),
                    "step 3: the loss of the dev set is not finite; no checkpoint was written; try a lower "
                    "--learning-rate");
  CHECK(watcher.evaluated.empty());
  CHECK(start.best.step == 0);
}

TEST_CASE("a loss that is not a number ends the run and names the step") {
  const auto config = small_config();
  const ExampleList source(planted_motif(100, 1), ExampleList::Order::shuffled, 2);
  TrainingState state = seeded_state(config, 1);
  state.values.vector("classify.out.bias")[0] = NAN;
  Trainer trainer(config, std::move(state), small_objective(config), settings(10));
  CHECK_THROWS_WITH(trainer.step(source), "step 1: loss is NaN");
  CHECK(trainer.state().step == 0);
}
