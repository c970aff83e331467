#include "seqlens/attention/head_selection.h"

#include <optional>
#include <set>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"

namespace seqlens::attention {
namespace {

/// Half-open range of numbers.
struct Numbers {
  int begin = 0;
  int end = 0;
};

std::optional<Numbers> numbers_of(std::string_view text, int count) {
  if (text == "*") return Numbers{0, count};
  const auto number = parse_integer(text, 0, count - 1);
  if (!number) return std::nullopt;
  return Numbers{static_cast<int>(*number), static_cast<int>(*number) + 1};
}

[[noreturn]] void refuse(std::string_view part, int layers, int heads) {
  throw UsageError(fmt::format(
      "--heads '{}': this model has L0H0 to L{}H{}; a whole layer is L0*, a head of all layers L*H0", part,
      layers - 1, heads - 1));
}

void add_part(std::string_view part, int layers, int heads, std::set<HeadId>& chosen) {
  const bool whole_layer = part.ends_with('*') && part.find('H') == std::string_view::npos;
  const auto letter = whole_layer ? part.size() - 1 : part.find('H');
  if (!part.starts_with('L') || letter == std::string_view::npos) refuse(part, layers, heads);
  const auto layer = part == "L*" ? numbers_of("*", layers) : numbers_of(part.substr(1, letter - 1), layers);
  const auto head =
      whole_layer ? std::optional(Numbers{0, heads}) : numbers_of(part.substr(letter + 1), heads);
  if (!layer || !head) refuse(part, layers, heads);
  for (int l = layer->begin; l < layer->end; ++l)
    for (int h = head->begin; h < head->end; ++h) chosen.insert({l, h});
}

}  // namespace

std::string to_string(const HeadId& id) {
  return fmt::format("L{}H{}", id.layer, id.head);
}

std::vector<HeadId> all_heads(int layers, int heads) {
  std::vector<HeadId> result;
  for (int layer = 0; layer < layers; ++layer)
    for (int head = 0; head < heads; ++head) result.push_back({layer, head});
  return result;
}

std::vector<HeadId> parse_heads(std::string_view text, int layers, int heads) {
  if (text.empty()) return all_heads(layers, heads);
  std::set<HeadId> chosen;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    add_part(text.substr(begin, end - begin), layers, heads, chosen);
    begin = end + 1;
  }
  return {chosen.begin(), chosen.end()};
}

}  // namespace seqlens::attention
