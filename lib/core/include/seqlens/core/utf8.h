#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace seqlens {

/// Bytes of the UTF-8 character that starts at `position`; 0 when no valid one does (a stray byte, an
/// overlong form, a surrogate, a cut character).
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t position);

[[nodiscard]] bool is_utf8(std::string_view text);

/// The text with U+FFFD for each byte that belongs to no valid character.
[[nodiscard]] std::string valid_utf8(std::string_view text);

}  // namespace seqlens
