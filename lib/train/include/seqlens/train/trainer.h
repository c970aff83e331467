#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "seqlens/core/errors.h"
#include "seqlens/model/config.h"
#include "seqlens/train/example.h"
#include "seqlens/train/objective.h"
#include "seqlens/train/optimiser.h"

namespace seqlens::train {

struct TrainerSettings {
  OptimiserSettings optimiser;
  std::size_t batch = 64;  ///< examples an update
  double dropout = 0;      ///< residual dropout
  std::uint64_t seed = 1;
};

/// What one update did.
struct StepReport {
  std::uint64_t step = 0;
  double loss = 0;  ///< mean over the batch, before the update
  double gradient_norm = 0;
  double learning_rate = 0;
  std::size_t positions = 0;  ///< encoder positions that went through
};

/// Loss or gradient became NaN or infinite. The state is that of before the step.
class Diverged : public Error {
 public:
  using Error::Error;
};

/// Makes updates.
///
/// A batch is cut into chunks by its lengths, and the chunks into lanes; a lane is one task with its own
/// gradient buffer, and the buffers are added in a fixed tree. Threads take part in none of these decisions,
/// so the weights are the same bytes for any number of threads. Memory: lanes * (parameters + activations of
/// a chunk).
class Trainer {
 public:
  /// @param state  the start: values (initialised, or from a model file), average (the same) and step 0; or a
  /// resumed one.
  Trainer(const model::EncoderConfig& config, TrainingState state, std::shared_ptr<const Objective> objective,
          TrainerSettings settings);
  ~Trainer();
  Trainer(Trainer&&) noexcept;
  Trainer& operator=(Trainer&&) noexcept;

  /// One update on the next batch of the source: examples [step * batch, (step + 1) * batch), counted through
  /// epochs.
  /// @throws Diverged; Error when the batch has nothing to learn from (no masked token, zero weights).
  StepReport step(const ExampleSource& source);

  [[nodiscard]] const TrainingState& state() const;
  [[nodiscard]] const model::EncoderConfig& config() const;
  [[nodiscard]] const TrainerSettings& settings() const;
  /// False only when an exception cut an update short, so that the state is no step's.
  [[nodiscard]] bool is_between_updates() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Judges `parameters` on epoch 0 of a source, in order. No dropout; masks are drawn from a fixed seed.
[[nodiscard]] std::vector<Judgement> judge(const model::EncoderConfig& config,
                                           const model::Parameters& parameters, const Objective& objective,
                                           const ExampleSource& source);

}  // namespace seqlens::train
