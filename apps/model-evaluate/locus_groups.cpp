#include "model-evaluate/locus_groups.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

#include "seqlens/core/parse_number.h"

namespace model_evaluate {
namespace {

std::optional<std::int64_t> parse_position(std::string_view text) {
  return seqlens::parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
}

// "GRCh37:X:100-400(+)" into origin; false if the word is nothing of the kind.
bool parse_locus(std::string_view word, Origin& origin) {
  if (word.starts_with("locus=")) word.remove_prefix(6);
  if (word.ends_with(')') && word.size() > 3 && word[word.size() - 3] == '(') word.remove_suffix(3);
  const auto colon = word.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const auto range = word.substr(colon + 1);
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return false;
  const auto begin = parse_position(range.substr(0, dash)), end = parse_position(range.substr(dash + 1));
  if (!begin || !end || *end <= *begin) return false;
  const auto contig = word.substr(0, colon);
  origin.contig = contig.substr(contig.rfind(':') + 1);  // npos + 1 = 0: no assembly before it
  origin.interval = {*begin, *end};
  return true;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t begin = text.find_first_not_of(" \t"); begin != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(" \t", begin), text.size());
    found.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(" \t", end);
  }
  return found;
}

}  // namespace

Origin parse_origin(std::string_view header) {
  Origin origin;
  for (const auto word : words(header)) {
    if (word.starts_with("cluster=") && word != "cluster=?") origin.cluster = word.substr(8);
    if (origin.contig.empty()) parse_locus(word, origin);
  }
  return origin;
}

std::vector<std::string> group_names(std::span<const Origin> origins) {
  std::vector<std::string> names(origins.size());
  std::vector<std::size_t> placed;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (!origins[i].cluster.empty()) {
      names[i] = "cluster " + origins[i].cluster;
    } else if (!origins[i].contig.empty()) {
      placed.push_back(i);
    } else {
      names[i] = fmt::format("record {}", i);
    }
  }
  std::sort(placed.begin(), placed.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(origins[a].contig, origins[a].interval.begin, a) <
           std::tie(origins[b].contig, origins[b].interval.begin, b);
  });
  std::string name;
  std::string_view contig;
  std::int64_t end = 0;
  for (const auto i : placed) {
    const auto& origin = origins[i];
    if (name.empty() || origin.contig != contig || origin.interval.begin >= end) {
      name = fmt::format("locus {}:{}", origin.contig, origin.interval.begin);
      contig = origin.contig;
      end = origin.interval.end;
    }
    end = std::max(end, origin.interval.end);
    names[i] = name;
  }
  return names;
}

}  // namespace model_evaluate
