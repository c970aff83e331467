#pragma once

#include <memory>

namespace seqlens::parallel {

/// The total number of threads that this process may use for work, while it lives. Make one per program run.
class ThreadBudget {
 public:
  /// @param threads  1 or more; 0 means usable_cpus(). Fewer where the system lets no more be started.
  explicit ThreadBudget(int threads);
  ~ThreadBudget();
  ThreadBudget(const ThreadBudget&) = delete;
  ThreadBudget& operator=(const ThreadBudget&) = delete;

  [[nodiscard]] int threads() const { return threads_; }
  /// What was asked for; more than threads() when a limit of the system was in the way.
  [[nodiscard]] int wanted() const { return wanted_; }

 private:
  struct Control;
  int wanted_;
  int threads_;
  std::unique_ptr<Control> control_;
};

/// Threads that a loop started now could use: the budget in force, or all cores without one.
[[nodiscard]] int available_threads();

}  // namespace seqlens::parallel
