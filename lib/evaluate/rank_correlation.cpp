#include "seqlens/evaluate/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::evaluate {

std::vector<double> average_ranks(std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) throw Error(fmt::format("value {} is NaN: it has no rank", i));
  }
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
    const double shared = static_cast<double>(first + last) / 2 + 1;
    for (; first <= last; ++first) ranks[order[first]] = shared;
  }
  return ranks;
}

std::vector<double> unit_ranks(std::span<const double> values) {
  std::vector<double> ranks = average_ranks(values);
  const double mean = static_cast<double>(values.size() + 1) / 2;
  double squares = 0;
  for (double& rank : ranks) {
    rank -= mean;
    squares += rank * rank;
  }
  if (squares == 0) return ranks;
  for (double& rank : ranks) rank /= std::sqrt(squares);
  return ranks;
}

double spearman(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) {
    throw ShapeError(fmt::format("{} values against {}: a correlation needs pairs", a.size(), b.size()));
  }
  const std::vector<double> x = unit_ranks(a);
  const std::vector<double> y = unit_ranks(b);
  const auto is_zero = [](double rank) { return rank == 0; };
  const bool undefined = std::all_of(x.begin(), x.end(), is_zero) || std::all_of(y.begin(), y.end(), is_zero);
  if (undefined) return std::numeric_limits<double>::quiet_NaN();
  return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

}  // namespace seqlens::evaluate
