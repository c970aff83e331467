#include "seqlens/core/utf8.h"

#include <cstdint>

namespace seqlens {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t position) {
  return static_cast<std::uint8_t>(text[position]);
}

/// Length that the first byte announces; 0 for a byte that starts no character.
std::size_t announced_length(std::uint8_t first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

/// Overlong forms, surrogates and values beyond U+10FFFF show in the second byte.
bool is_second_byte(std::uint8_t first, std::uint8_t second) {
  const std::uint8_t lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  return second >= lowest && second <= highest;
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t position) {
  const std::uint8_t first = byte_at(text, position);
  const std::size_t length = announced_length(first);
  if (length <= 1) return length;
  if (text.size() - position < length || !is_second_byte(first, byte_at(text, position + 1))) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if ((byte_at(text, position + i) & 0xC0) != 0x80) return 0;
  return length;
}

bool is_utf8(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t length = utf8_length(text, position);
    if (length == 0) return false;
    position += length;
  }
  return true;
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t length = utf8_length(text, position);
    valid += length == 0 ? std::string_view("\uFFFD") : text.substr(position, length);
    position += length == 0 ? 1 : length;
  }
  return valid;
}

}  // namespace seqlens
