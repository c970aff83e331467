#pragma once

#include <string>
#include <string_view>

namespace seqlens::seqio {

/// True for what a sequence may consist of: letters, '*' (stop) and '-' (gap).
[[nodiscard]] bool is_sequence_byte(unsigned char byte);

/// "'x'", or "0x00" for what cannot be printed: for error texts about single bytes.
[[nodiscard]] std::string describe_byte(unsigned char byte);

/// The same for the first byte of a text, or of its byte order mark, which editors write and do not show.
[[nodiscard]] std::string describe_start(std::string_view text);

}  // namespace seqlens::seqio
