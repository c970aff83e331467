#include "seq-tokenize/escaped_text.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "seqlens/core/utf8.h"

namespace seq_tokenize {

std::string escaped_text(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t length = seqlens::utf8_length(text, begin);
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

}  // namespace seq_tokenize
