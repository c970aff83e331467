#pragma once

#include <span>
#include <string_view>

namespace seqlens {

/// What the first value that is no finite number is: "nan", "inf" or "-inf"; empty when all are finite.
[[nodiscard]] std::string_view first_not_finite(std::span<const float> values);

}  // namespace seqlens
