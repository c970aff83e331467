#include "seqlens/core/column_text.h"

#include <fmt/format.h>

namespace seqlens {

std::string column_fault(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return fmt::format("holds the control character 0x{:02x}", byte);
  }
  return {};
}

std::string first_column_fault(std::string_view text) {
  if (text.starts_with('#')) return "starts with '#', which makes a comment of its lines";
  return column_fault(text);
}

}  // namespace seqlens
