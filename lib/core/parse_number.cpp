#include "seqlens/core/parse_number.h"

#include <charconv>
#include <cmath>

namespace seqlens {
namespace {

template <class Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t lowest, std::int64_t highest) {
  const auto value = parse_whole<std::int64_t>(text);
  if (!value || *value < lowest || *value > highest) return std::nullopt;
  return value;
}

std::optional<double> parse_real(std::string_view text) {
  const auto value = parse_whole<double>(text);
  if (!value || !std::isfinite(*value)) return std::nullopt;
  return value;
}

}  // namespace seqlens
