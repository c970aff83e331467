#include "seq-embed/finite_values.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/not_finite.h"

namespace seq_embed {

void require_finite(std::string_view record, std::span<const float> values) {
  const auto broken = seqlens::first_not_finite(values);
  if (broken.empty()) return;
  throw seqlens::Error(
      fmt::format("record '{}': the model gives {}; its weights are broken", record, broken));
}

}  // namespace seq_embed
