#include "startable_threads.h"

#include <future>
#include <system_error>
#include <thread>
#include <vector>

namespace seqlens::parallel {

int startable_threads(int wanted) {
  std::promise<void> enough;
  const std::shared_future<void> end = enough.get_future().share();
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(wanted));
  try {
    while (static_cast<int>(threads.size()) < wanted) threads.emplace_back([end] { end.wait(); });
  } catch (const std::system_error&) {
    // A limit of the system: those that there are will do.
  }
  enough.set_value();
  for (std::thread& thread : threads) thread.join();
  return static_cast<int>(threads.size());
}

}  // namespace seqlens::parallel
