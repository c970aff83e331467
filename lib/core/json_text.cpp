#include "seqlens/core/json_text.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "seqlens/core/utf8.h"

namespace seqlens {

std::string json_escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t length = utf8_length(text, begin);
    const std::string_view character = text.substr(begin, std::max<std::size_t>(length, 1));
    const auto first = static_cast<unsigned char>(character.front());
    if (length == 0)
      escaped += "\uFFFD";
    else if (first == '"' || first == '\\')
      escaped.append(1, '\\').append(character);
    else if (first < 0x20 || first == 0x7F)
      fmt::format_to(std::back_inserter(escaped), "\\u{:04x}", first);
    else
      escaped += character;
    begin += character.size();
  }
  return escaped;
}

std::string json_string(std::string_view text) {
  return '"' + json_escaped(text) + '"';
}

}  // namespace seqlens
