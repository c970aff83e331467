#include "seqlens/core/not_finite.h"

#include <algorithm>
#include <cmath>

namespace seqlens {

std::string_view first_not_finite(std::span<const float> values) {
  const auto found = std::ranges::find_if_not(values, [](float value) { return std::isfinite(value); });
  if (found == values.end()) return {};
  if (std::isnan(*found)) return "nan";
  return *found > 0 ? "inf" : "-inf";
}

}  // namespace seqlens
