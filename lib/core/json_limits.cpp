#include "seqlens/core/json_limits.h"

#include <fmt/format.h>

namespace seqlens {
namespace {

// The byte behind the text that begins before `at`.
std::size_t end_of_text(std::string_view text, std::size_t at) {
  for (; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

}  // namespace

std::string json_fault(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes)
    return fmt::format("has {} bytes, at most {} are taken", text.size(), limits.bytes);
  std::size_t depth = 0;
  std::size_t values = 1;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at++];
    if (c == '"') at = end_of_text(text, at);
    // An element follows an opening bracket or a comma; an empty list counts as one.
    if (c == '[' || c == '{' || c == ',') ++values;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (depth > limits.depth) return fmt::format("is nested more than {} deep", limits.depth);
    if (values > limits.values) return fmt::format("has more than {} values", limits.values);
  }
  return {};
}

}  // namespace seqlens
