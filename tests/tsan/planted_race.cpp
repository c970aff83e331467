// Tasks that race for one number, at the place that the argument names; with `none` each has its own. The
// tests run it under ThreadSanitizer: what hides oneTBB's own memory from it must not hide this.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string_view>
#include <thread>

#include "seqlens/parallel/ordered_pipeline.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/parallel/thread_budget.h"

using namespace seqlens::parallel;

namespace {

// Holds two tasks until both have begun, so that two threads run them. Relaxed: it gives them no order.
class TwoAtOnce {
 public:
  void arrive() {
    begun_.fetch_add(1, std::memory_order_relaxed);
    while (begun_.load(std::memory_order_relaxed) < 2) std::this_thread::yield();
  }

 private:
  std::atomic<int> begun_{0};
};

void race_in_loop(int& number) {
  TwoAtOnce tasks;
  parallel_for(2, [&](std::size_t) {
    tasks.arrive();
    ++number;
  });
}

void race_in_nested_loop(int& number) {
  TwoAtOnce tasks;
  parallel_for(2, [&](std::size_t) {
    tasks.arrive();
    parallel_for(2, [&](std::size_t i) {
      if (i == 0) ++number;
    });
  });
}

void race_in_pipeline(int& number) {
  TwoAtOnce tasks;
  int next = 0;
  ordered_pipeline<int, int>(
      2, [&]() -> std::optional<int> { return next < 2 ? std::optional(next++) : std::nullopt; },
      [&](int batch) {
        tasks.arrive();
        ++number;
        return batch;
      },
      [](int) {});
}

// All orders that callers are promised: in and out of nested loops, from stage to stage, from turn to turn.
int no_race() {
  constexpr int batches = 200;
  constexpr std::size_t width = 20;
  using Numbers = std::array<std::array<int, width>, width>;
  int next = 0;
  int sum = 0;
  ordered_pipeline<Numbers, Numbers>(
      4,
      [&]() -> std::optional<Numbers> {
        if (next == batches) return std::nullopt;
        Numbers numbers{};
        numbers[0][0] = next++;
        return numbers;
      },
      [](Numbers numbers) {
        parallel_for(width, [&](std::size_t row) {
          parallel_for(width, [&](std::size_t column) { ++numbers[row][column]; });
          ++numbers[row][0];
        });
        return numbers;
      },
      [&](Numbers numbers) { sum += numbers[0][0]; });
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  if (available_threads() < 2) {
    std::puts("[SKIPPED] one core");
    return 0;
  }
  const std::string_view place = argc == 2 ? argv[1] : "";
  int number = 0;
  if (place == "loop") {
    race_in_loop(number);
  } else if (place == "nested") {
    race_in_nested_loop(number);
  } else if (place == "pipeline") {
    race_in_pipeline(number);
  } else if (place == "none") {
    number = no_race();
  } else {
    std::fputs("usage: planted_race loop|nested|pipeline|none\n", stderr);
    return 2;
  }
  std::printf("%d\n", number);
}
