#pragma once

namespace seqlens::tokenize {

/// ASCII white space as the original tokenizers' language splits at it (the four separators 0x1c-0x1f
/// included).
[[nodiscard]] constexpr bool is_white(char letter) {
  return letter == ' ' || (letter >= '\t' && letter <= '\r') || (letter >= '\x1c' && letter <= '\x1f');
}

}  // namespace seqlens::tokenize
