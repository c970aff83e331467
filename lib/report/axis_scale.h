#pragma once

#include <string>
#include <vector>

namespace seqlens::report {

/// From numbers to pixels along one axis.
struct AxisScale {
  double low = 0;  ///< a number, which stands at pixel_low
  double high = 1;
  bool log = false;
  double pixel_low = 0;
  double pixel_high = 1;

  /// NaN for what has no place: NaN, infinity, numbers that are not positive on a log axis.
  [[nodiscard]] double at(double number) const;
};

/// Round numbers from low to high, both included where they are round: steps of 1, 2 or 5 times a power of
/// ten, or powers of ten on a log axis that spans two of them. About `wanted`, never more than twice as many.
[[nodiscard]] std::vector<double> axis_ticks(double low, double high, bool log, int wanted);

/// With the digits that tell it from its neighbours a step away, and a comma between thousands.
[[nodiscard]] std::string tick_text(double number, double step);

}  // namespace seqlens::report
