#include "seqlens/parallel/thread_budget.h"

#include <tbb/global_control.h>

#include "seqlens/parallel/usable_cpus.h"

#include "startable_threads.h"

namespace seqlens::parallel {

struct ThreadBudget::Control {
  tbb::global_control limit;
};

ThreadBudget::ThreadBudget(int threads)
    : wanted_(threads > 0 ? threads : usable_cpus()),
      threads_(1 + startable_threads(wanted_ - 1)),
      control_(
          new Control{{tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads_)}}) {}

ThreadBudget::~ThreadBudget() = default;

int available_threads() {
  return static_cast<int>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
}

}  // namespace seqlens::parallel
