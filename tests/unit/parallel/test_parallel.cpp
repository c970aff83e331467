#include <atomic>
#include <cstdlib>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/parallel/cancellation.h"
#include "seqlens/parallel/ordered_pipeline.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/parallel/usable_cpus.h"
#include "seqlens/parallel/workspace_pool.h"

using namespace seqlens;
using namespace seqlens::parallel;

TEST_CASE("the budget is in force while it lives") {
  const ThreadBudget budget(3);
  CHECK(budget.threads() == 3);
  CHECK(available_threads() == 3);
}

TEST_CASE("parallel_for visits each index once") {
  for (const int threads : {1, 2, 5}) {
    const ThreadBudget budget(threads);
    std::vector<int> visits(1000, 0);
    parallel_for(visits.size(), [&](std::size_t i) { ++visits[i]; });
    CHECK(visits == std::vector<int>(1000, 1));
  }
}

TEST_CASE("parallel_for rethrows") {
  CHECK_THROWS_WITH(parallel_for(10,
                                 [](std::size_t i) {
                                   if (i == 7) throw std::runtime_error("seven");
                                 }),
                    "seven");
}

TEST_CASE("a pipeline keeps the order and bounds what is in flight") {
  for (const int threads : {1, 2, 5}) {
    const ThreadBudget budget(threads);
    int next = 0;
    std::atomic<int> in_flight{0}, most{0};
    std::vector<int> written;
    ordered_pipeline<int, int>(
        4,
        [&]() -> std::optional<int> {
          if (next == 500) return std::nullopt;
          most = std::max(most.load(), ++in_flight);
          return next++;
        },
        [](int batch) { return batch * 2; },
        [&](int result) {
          --in_flight;
          written.push_back(result);
        });
    REQUIRE(written.size() == 500);
    for (int i = 0; i < 500; ++i) CHECK(written[static_cast<std::size_t>(i)] == 2 * i);
    CHECK(most <= 4);
  }
}

TEST_CASE("an exception in a pipeline stage comes out") {
  int next = 0;
  const auto run = [&] {
    ordered_pipeline<int, int>(
        2, [&]() -> std::optional<int> { return next++; },
        [](int i) { return i == 20 ? throw std::runtime_error("twenty") : i; }, [](int) {});
  };
  CHECK_THROWS_WITH(run(), "twenty");
}

TEST_CASE("cancellation stops a loop") {
  request_cancellation();
  CHECK_THROWS_AS(parallel_for(2, [](std::size_t) {}), Cancelled);
  clear_cancellation();
}

TEST_CASE("a returned workspace is lent again") {
  int made = 0;
  WorkspacePool<int> pool([&] { return std::make_unique<int>(++made); });
  { const auto lease = pool.borrow(); }
  const auto again = pool.borrow();
  const auto second = pool.borrow();
  CHECK(*again == 1);
  CHECK(*second == 2);
}

TEST_CASE("as many threads as Slurm and the control group leave") {
  const auto threads = [](const char* slurm) {
    ::setenv("SLURM_CPUS_PER_TASK", slurm, 1);
    const ThreadBudget budget(0);
    ::unsetenv("SLURM_CPUS_PER_TASK");
    return budget.threads();
  };
  const int all = usable_cpus();
  CHECK(threads("1") == 1);
  CHECK(threads("100000") == all);
  CHECK(threads("0") == all);
  CHECK(threads("two") == all);
  CHECK(cpus_in_cpu_max("max 100000") == std::nullopt);
  CHECK(cpus_in_cpu_max("200000 100000") == 2);
  CHECK(cpus_in_cpu_max("250000 100000") == 3);
  CHECK(cpus_in_cpu_max("1000 100000") == 1);
  CHECK(cpus_in_cpu_max("-1 100000") == std::nullopt);
  CHECK(cpus_in_cpu_max("") == std::nullopt);
}
