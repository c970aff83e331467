#pragma once

#include <span>
#include <string_view>

namespace seq_embed {

/// @throws Error naming the record when the model gave NaN or infinity for it
void require_finite(std::string_view record, std::span<const float> values);

}  // namespace seq_embed
