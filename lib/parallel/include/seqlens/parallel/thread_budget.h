#pragma once

#include <memory>

namespace seqlens::parallel {

/// The total number of threads that this process may use for work, while it lives. Make one per program run.
class ThreadBudget {
 public:
  /// @param threads  1 or more; 0 means all cores that this process may run on.
  explicit ThreadBudget(int threads);
  ~ThreadBudget();
  ThreadBudget(const ThreadBudget&) = delete;
  ThreadBudget& operator=(const ThreadBudget&) = delete;

  [[nodiscard]] int threads() const { return threads_; }

 private:
  struct Control;
  int threads_;
  std::unique_ptr<Control> control_;
};

/// Threads that a loop started now could use: the budget in force, or all cores without one.
[[nodiscard]] int available_threads();

}  // namespace seqlens::parallel
