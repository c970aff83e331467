#include "seq-embed/finite_values.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seq_embed {

void require_finite(std::string_view record, std::span<const float> values) {
  const auto broken = std::ranges::find_if_not(values, [](float value) { return std::isfinite(value); });
  if (broken == values.end()) return;
  throw seqlens::Error(fmt::format("record '{}': the model gives {}; its weights are broken", record,
                                   std::isnan(*broken) ? "nan" : fmt::format("{}", *broken)));
}

}  // namespace seq_embed
