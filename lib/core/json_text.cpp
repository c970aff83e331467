#include "seqlens/core/json_text.h"

#include <iterator>

#include <fmt/format.h>

#include "seqlens/core/utf8.h"

namespace seqlens {

std::string json_escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : valid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(escaped), "\\u{:04x}", byte);
    } else {
      if (c == '"' || c == '\\') escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

std::string json_string(std::string_view text) {
  return '"' + json_escaped(text) + '"';
}

}  // namespace seqlens
