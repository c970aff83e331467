#include "axis_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace seqlens::report {
namespace {

/// 1, 2 or 5 times a power of ten, at least this much.
double round_step(double least) {
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (step * power >= least * (1 - 1e-9)) return step * power;
  }
  return 10 * power;
}

std::vector<double> even_ticks(double low, double high, int wanted) {
  std::vector<double> ticks;
  const double step = round_step((high - low) / wanted);
  // Counted, not added up: a sum of steps would not end on the last one.
  for (double i = std::ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i)
    ticks.push_back(i * step);
  return ticks;
}

std::vector<double> power_ticks(double low, double high, int wanted) {
  const double first = std::ceil(std::log10(low) - 1e-9);
  const double last = std::floor(std::log10(high) + 1e-9);
  const double every = std::max(1.0, std::ceil((last - first) / wanted));
  std::vector<double> ticks;
  for (double power = first; power <= last; power += every) ticks.push_back(std::pow(10, power));
  return ticks;
}

std::string with_commas(std::string digits) {
  const std::size_t begin = digits.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(digits.find('.'), digits.size());
  for (std::size_t at = end; at > begin + 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

}  // namespace

double AxisScale::at(double number) const {
  if (!std::isfinite(number) || (log && number <= 0)) return std::numeric_limits<double>::quiet_NaN();
  const auto position = [this](double value) { return log ? std::log10(value) : value; };
  const double share = (position(number) - position(low)) / (position(high) - position(low));
  return pixel_low + share * (pixel_high - pixel_low);
}

std::vector<double> axis_ticks(double low, double high, bool log, int wanted) {
  if (log && high / low >= 100) return power_ticks(low, high, wanted);
  return even_ticks(low, high, wanted);
}

std::string tick_text(double number, double step) {
  const double size = std::max(std::abs(number), step);
  if (size >= 1e7 && std::fmod(step, 1e5) == 0) return fmt::format("{:g} M", number / 1e6);
  if (size >= 1e9 || step < 1e-4) return fmt::format("{:.3g}", number);
  const int digits = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  return with_commas(fmt::format("{:.{}f}", number == 0 ? 0.0 : number, digits));
}

}  // namespace seqlens::report
