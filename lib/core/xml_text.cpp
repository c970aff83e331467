#include "seqlens/core/xml_text.h"

#include <iterator>

#include <fmt/format.h>

#include "seqlens/core/utf8.h"

namespace seqlens {
namespace {

/// A line end in an attribute is read as a blank unless it is written as a number.
void append_control(std::string& escaped, unsigned char byte) {
  if (byte == '\t' || byte == '\n' || byte == '\r') {
    fmt::format_to(std::back_inserter(escaped), "&#{};", byte);
  } else {
    escaped += "\xEF\xBF\xBD";
  }
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : valid_utf8(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          append_control(escaped, static_cast<unsigned char>(c));
        } else {
          escaped += c;
        }
    }
  }
  return escaped;
}

}  // namespace seqlens
