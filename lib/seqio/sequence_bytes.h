#pragma once

#include <string>

namespace seqlens::seqio {

/// True for what a sequence may consist of: letters, '*' (stop) and '-' (gap).
[[nodiscard]] bool is_sequence_byte(unsigned char byte);

/// "'x'", or "0x00" for what cannot be printed: for error texts about single bytes.
[[nodiscard]] std::string describe_byte(unsigned char byte);

}  // namespace seqlens::seqio
