#pragma once

#include <cmath>
#include <span>

namespace seqlens::test {

/// Mean over records, and how well it is known.
struct MeanError {
  double mean = 0;
  double standard_error = 0;
  /// Standard errors from 0.
  [[nodiscard]] double t() const { return mean / standard_error; }
};

/// @pre at least 2 values.
inline MeanError mean_error(std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) mean += value / count;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (count - 1) / count)};
}

}  // namespace seqlens::test
