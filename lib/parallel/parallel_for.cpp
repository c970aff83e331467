#include "seqlens/parallel/parallel_for.h"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "seqlens/parallel/cancellation.h"

#include "hand_over.h"

namespace seqlens::parallel {
namespace {

using Range = tbb::blocked_range<std::size_t>;

/// What the tasks of one loop share, whole before the first one begins.
struct Loop {
  const std::function<void(std::size_t)>& work;
  hand_over::ForkJoin tasks;  // last: it tells that what is above was written before

  void run(const Range& range) {
    const hand_over::ForkJoin::Task task(tasks);
    for (std::size_t i = range.begin(); i != range.end(); ++i) {
      throw_if_cancelled();
      work(i);
    }
  }
};

}  // namespace

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work) {
  if (count == 0) return;
  if (count == 1) {
    throw_if_cancelled();
    work(0);
    return;
  }
  Loop loop{work, {}};
  tbb::this_task_arena::isolate([&] {
    tbb::parallel_for(Range(0, count, 1), hand_over::body<&Loop::run>(loop), tbb::simple_partitioner());
  });
}

}  // namespace seqlens::parallel
