#include "seqlens/parallel/parallel_for.h"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "seqlens/parallel/cancellation.h"

#include "hand_over.h"

namespace seqlens::parallel {

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work) {
  const auto run = [&](std::size_t i) {
    throw_if_cancelled();
    work(i);
  };
  if (count <= 1) {
    if (count == 1) run(0);
    return;
  }
  hand_over::ForkJoin tasks;
  tbb::this_task_arena::isolate([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, count, 1),
        [&](const tbb::blocked_range<std::size_t>& range) {
          const hand_over::ForkJoin::Task task(tasks);
          for (std::size_t i = range.begin(); i != range.end(); ++i) run(i);
        },
        tbb::simple_partitioner());
  });
}

}  // namespace seqlens::parallel
