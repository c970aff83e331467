#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace seqlens {

/// The whole text as a decimal integer in [lowest, highest]; nothing for anything else (spaces, "1.0", "",
/// overflow).
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t lowest,
                                                        std::int64_t highest);

/// The whole text as a finite floating-point number; nothing for anything else ("nan", "inf", "1x", "").
[[nodiscard]] std::optional<double> parse_real(std::string_view text);

}  // namespace seqlens
