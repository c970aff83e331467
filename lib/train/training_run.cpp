#include "seqlens/train/training_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/parallel/cancellation.h"

namespace seqlens::train {
namespace {

using Clock = std::chrono::steady_clock;

class Run {
 public:
  Run(Trainer& trainer, const Objective& objective, const ExampleSource& training, const ExampleSource* dev,
      const RunSettings& settings, BestModel& best, RunObserver& observer)
      : trainer_(trainer),
        objective_(objective),
        training_(training),
        dev_(dev),
        settings_(settings),
        best_(best),
        observer_(observer),
        last_step_(trainer.settings().optimiser.steps),
        written_step_(settings.checkpoint.empty() ? 0 : trainer.state().step) {}

  void run() {
    try {
      while (step() < last_step_ && !out_of_patience()) advance();
    } catch (const Diverged& error) {
      throw Diverged(fmt::format("{}; {}", error.what(), last_checkpoint_text()));
    } catch (const Cancelled&) {
      // A checkpoint between an update and its evaluation would make the resumed run skip the evaluation.
      if (trainer_.is_between_updates() && !evaluating_) write_checkpoint();
      throw;
    }
    if (!dev_) keep_as_best(0);
  }

 private:
  [[nodiscard]] std::uint64_t step() const { return trainer_.state().step; }

  void advance() {
    parallel::throw_if_cancelled();
    observer_.on_step(trainer_.step(training_));
    const bool evaluates = step() % settings_.evaluate_every == 0 || step() == last_step_;
    if (dev_ && evaluates) evaluate();
    if (checkpoint_is_due()) write_checkpoint();
  }

  void evaluate() {
    evaluating_ = true;
    const std::vector<Judgement> judgements =
        judge(trainer_.config(), trainer_.state().average, objective_, *dev_);
    require_finite(judgements);
    const auto& classify = trainer_.config().classify;
    const Metrics metrics = summarise(settings_.task, judgements, classify ? classify->labels.size() : 0,
                                      trainer_.config().first_stage.has_value());
    const double value = metric(metrics, settings_.metric);
    const bool better =
        best_.step == 0 || (lower_is_better(settings_.metric) ? value < best_.metric : value > best_.metric);
    if (better) keep_as_best(value);
    evaluating_ = false;
    observer_.on_evaluation(step(), metrics, better);
  }

  // No comparison with NaN is true: the run would go on, and no weights be better than the first.
  void require_finite(const std::vector<Judgement>& judgements) const {
    const bool finite = std::ranges::all_of(
        judgements, [](const Judgement& judgement) { return std::isfinite(judgement.loss); });
    if (!finite) throw Diverged(fmt::format("step {}: the loss of the dev set is not finite", step()));
  }

  void keep_as_best(double value) {
    std::ranges::copy(trainer_.state().average.values(), best_.values.values().begin());
    best_.metric = value;
    best_.step = step();
  }

  [[nodiscard]] bool out_of_patience() const {
    if (!dev_ || settings_.patience == 0 || best_.step == 0) return false;
    return step() / settings_.evaluate_every >= best_.step / settings_.evaluate_every + settings_.patience;
  }

  [[nodiscard]] bool checkpoint_is_due() const {
    if (settings_.checkpoint.empty()) return false;
    if (settings_.checkpoint_steps > 0 && step() % settings_.checkpoint_steps == 0) return true;
    const std::chrono::duration<double, std::ratio<60>> since = Clock::now() - written_at_;
    return settings_.checkpoint_minutes > 0 && since.count() >= settings_.checkpoint_minutes;
  }

  void write_checkpoint() {
    if (settings_.checkpoint.empty()) return;
    save_checkpoint(settings_.checkpoint, trainer_.config(), trainer_.state(), best_, settings_.settings);
    written_at_ = Clock::now();
    written_step_ = step();
    observer_.on_checkpoint(step(), settings_.checkpoint);
  }

  [[nodiscard]] std::string last_checkpoint_text() const {
    if (written_step_ == 0) return "no checkpoint was written; try a lower --learning-rate";
    return fmt::format("last good checkpoint is {} (step {})", settings_.checkpoint.string(), written_step_);
  }

  Trainer& trainer_;
  const Objective& objective_;
  const ExampleSource& training_;
  const ExampleSource* dev_;
  const RunSettings& settings_;
  BestModel& best_;
  RunObserver& observer_;
  std::uint64_t last_step_;
  bool evaluating_ = false;
  std::uint64_t written_step_;  // 0: none; a run that goes on begins with the one it read
  Clock::time_point written_at_ = Clock::now();
};

}  // namespace

void run_training(Trainer& trainer, const Objective& objective, const ExampleSource& training,
                  const ExampleSource* dev, const RunSettings& settings, BestModel& best,
                  RunObserver& observer) {
  Run(trainer, objective, training, dev, settings, best, observer).run();
}

}  // namespace seqlens::train
