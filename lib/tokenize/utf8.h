#pragma once

#include <cstddef>
#include <string_view>

namespace seqlens::tokenize {

/// Bytes of the UTF-8 character that starts at `position`; 1 for a byte that starts none (it stands for
/// itself).
[[nodiscard]] std::size_t character_length(std::string_view text, std::size_t position);

[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace seqlens::tokenize
