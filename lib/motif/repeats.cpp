#include "seqlens/motif/repeats.h"

#include <algorithm>
#include <string_view>

#include "seqlens/core/dna.h"
#include "seqlens/motif/comparison.h"

namespace seqlens::motif {
namespace {

constexpr double kAlike = 0.8;
constexpr std::size_t kLongestPeriod = 3;

double likeness(const Matrix& matrix, std::size_t period) {
  double sum = 0;
  for (std::size_t j = period; j < matrix.width(); ++j)
    sum += column_score(matrix.columns[j], matrix.columns[j - period], ColumnScore::pearson);
  return sum / static_cast<double>(matrix.width() - period);
}

/// The likeliest letters of a period, all of its columns added up.
std::string unit_of(const Matrix& matrix, std::size_t period) {
  std::string unit;
  for (std::size_t phase = 0; phase < period; ++phase) {
    Column sum{};
    for (std::size_t j = phase; j < matrix.width(); j += period)
      for (std::size_t k = 0; k < 4; ++k) sum[k] += matrix.columns[j][k];
    unit += kLetters[static_cast<std::size_t>(std::max_element(sum.begin(), sum.end()) - sum.begin())];
  }
  return unit;
}

std::string first_name(std::string unit) {
  std::string first = unit;
  for (int strand = 0; strand < 2; ++strand) {
    for (std::size_t i = 0; i < unit.size(); ++i) {
      std::rotate(unit.begin(), unit.begin() + 1, unit.end());
      first = std::min(first, unit);
    }
    unit = seqlens::reverse_complement(std::string_view(unit));
  }
  return first;
}

}  // namespace

std::string repeat_name(const Matrix& matrix) {
  for (std::size_t period = 1; period <= kLongestPeriod && matrix.width() > period + 2; ++period) {
    if (likeness(matrix, period) < kAlike) continue;
    const std::string unit = first_name(unit_of(matrix, period));
    return period == 1 ? "poly-" + unit : '(' + unit + ")n";
  }
  return "";
}

}  // namespace seqlens::motif
