#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "seqlens/attention/null_table.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/core/random.h"
#include "seqlens/input/base_source.h"

namespace seqlens::attention {

/// A seeded sample of the windows of some records, all equally likely (reservoir sampling). Windows lie side
/// by side from the first base of each record (or stretch), and have at most a tenth of N.
class WindowSample {
 public:
  WindowSample(std::int64_t window_bases, std::size_t count, std::uint64_t seed);

  /// Reads all records of the source.
  void add(input::BaseSource& source);
  /// At most `count`; fewer when the records have fewer.
  [[nodiscard]] const std::vector<std::string>& windows() const { return windows_; }

 private:
  void offer(const std::string& window);

  std::size_t window_bases_;
  std::size_t count_;
  Random random_;
  std::uint64_t seen_ = 0;
  std::vector<std::string> windows_;
};

/// Makes `count` shuffles of the windows, one after the other and from the start again
/// (dinucleotide_shuffle), runs them, and gathers what their tracks look like. On all threads; the result
/// does not depend on their number.
/// @pre there is a window. @throws Error for fewer than 30 shuffles.
[[nodiscard]] NullTable shuffled_null(const WindowRunner& runner, const ReductionPlan& plan,
                                      std::span<const std::string> windows, std::size_t count,
                                      std::uint64_t seed);

}  // namespace seqlens::attention
