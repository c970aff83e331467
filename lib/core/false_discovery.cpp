#include "seqlens/core/false_discovery.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens {

std::vector<double> benjamini_hochberg(std::span<const double> p_values) {
  for (const double p : p_values) {
    if (!(p >= 0 && p <= 1)) throw Error(fmt::format("{} is no p-value: it must be in 0 to 1", p));
  }
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> q_values(p_values.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const std::size_t test = order[rank - 1];
    least = std::min(least, p_values[test] * static_cast<double>(order.size()) / static_cast<double>(rank));
    q_values[test] = least;
  }
  return q_values;
}

}  // namespace seqlens
