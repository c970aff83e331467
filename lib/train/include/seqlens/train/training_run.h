#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "seqlens/train/dev_metrics.h"
#include "seqlens/train/trainer.h"
#include "seqlens/train/training_checkpoint.h"

namespace seqlens::train {

struct RunSettings {
  Task task = Task::classify;
  std::uint64_t evaluate_every = 200;  ///< steps between evaluations on the dev set
  std::string metric = "loss";         ///< of the dev set: the best weights by it are the result
  std::uint64_t patience = 0;  ///< evaluations in a row without a better metric that end the run; 0: none do
  std::filesystem::path checkpoint;    ///< file for resuming; empty: none is written
  std::uint64_t checkpoint_steps = 0;  ///< steps between checkpoints; 0: by time alone
  double checkpoint_minutes = 10;      ///< minutes between checkpoints; 0: by steps alone
  /// What must be the same for a run to go on from the checkpoint (options, sizes of data sets), by name.
  std::map<std::string, std::string> settings;
};

/// Sees a run. Called from the thread that runs it, in order.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void on_step(const StepReport& report) = 0;
  /// @param best  the best so far by the chosen metric
  virtual void on_evaluation(std::uint64_t step, const Metrics& metrics, bool best) = 0;
  virtual void on_checkpoint(std::uint64_t step, const std::filesystem::path& file) = 0;
};

/// Trains from the trainer's step to its optimiser's last one, or until patience ends.
///
/// Evaluates the moving average of the weights every evaluate_every steps and after the last. Writes
/// checkpoints after evaluations and updates, also when interrupted, so that a run that was killed at any
/// time and goes on from the file ends with the same bytes.
///
/// @param dev   null: no evaluation; the result is the average after the last step
/// @param best  what the checkpoint says, or a fresh one; gets the result: weights, metric, step
/// @throws Diverged with the name of the last checkpoint, also when the dev set has a loss that is not
/// finite; Cancelled after writing one.
void run_training(Trainer& trainer, const Objective& objective, const ExampleSource& training,
                  const ExampleSource* dev, const RunSettings& settings, BestModel& best,
                  RunObserver& observer);

}  // namespace seqlens::train
