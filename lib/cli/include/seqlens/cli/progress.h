#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace seqlens::cli {

class Terminal;

/// One line on a terminal that says how far the work is, and when it will end at the pace so far. Writes
/// nothing when stderr is no terminal. advance() may be called from any thread and costs an atomic addition.
class Progress {
 public:
  explicit Progress(Terminal& terminal) : terminal_(terminal) {}
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// @param what   "scanning"
  /// @param total  amount of work in `unit`; 0 when unknown (no percentage, no time of arrival).
  /// @param unit   "bases", "steps"
  void start(std::string_view what, std::uint64_t total, std::string_view unit);
  void advance(std::uint64_t amount);
  /// Removes the line. Without start(), nothing.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  void draw(Clock::time_point now);

  Terminal& terminal_;
  std::mutex drawing_;
  std::string what_;
  std::string unit_;
  std::uint64_t total_ = 0;
  Clock::time_point started_;
  std::atomic<bool> running_{false};
  std::atomic<std::uint64_t> done_{0};
  std::atomic<Clock::rep> next_draw_{0};
};

/// "scanning: 45.2 % (113.0 of 250.0 Mbases), 3.1 Mbases/s, 0:44 left". The time left is (total - done) at
/// the mean pace done / elapsed; it is left out while nothing is done or the total is unknown (0).
std::string progress_text(std::string_view what, std::uint64_t done, std::uint64_t total,
                          std::string_view unit, double elapsed_s);

}  // namespace seqlens::cli
