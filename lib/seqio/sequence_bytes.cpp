#include "sequence_bytes.h"

#include <fmt/format.h>

namespace seqlens::seqio {

bool is_sequence_byte(unsigned char byte) {
  return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '*' || byte == '-';
}

std::string describe_byte(unsigned char byte) {
  const bool printable = byte > 0x20 && byte < 0x7f;
  return printable ? fmt::format("'{}'", static_cast<char>(byte)) : fmt::format("0x{:02x}", byte);
}

std::string describe_start(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) return "a UTF-8 byte order mark (3 bytes, to be removed)";
  return describe_byte(static_cast<unsigned char>(text.front()));
}

}  // namespace seqlens::seqio
