#include "seqlens/seqio/record_origin.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "seqlens/core/parse_number.h"

namespace seqlens::seqio {
namespace {

std::optional<std::int64_t> parse_position(std::string_view text) {
  return parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
}

// "GRCh37:X:100-400(+)" into origin, if the word is something of the kind.
void parse_locus(std::string_view word, RecordOrigin& origin) {
  if (word.starts_with("locus=")) word.remove_prefix(6);
  if (word.ends_with(')') && word.size() > 3 && word[word.size() - 3] == '(') word.remove_suffix(3);
  const auto colon = word.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return;
  const auto range = word.substr(colon + 1);
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return;
  const auto begin = parse_position(range.substr(0, dash)), end = parse_position(range.substr(dash + 1));
  if (!begin || !end || *end <= *begin) return;
  const auto contig = word.substr(0, colon);
  origin.contig = contig.substr(contig.rfind(':') + 1);  // npos + 1 = 0: no assembly before it
  origin.interval = {*begin, *end};
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

RecordOrigin parse_origin(std::string_view header) {
  RecordOrigin origin;
  for (const auto word : words(header)) {
    if (word.starts_with("cluster=") && word != "cluster=?") origin.cluster = word.substr(8);
    if (origin.contig.empty()) parse_locus(word, origin);
  }
  return origin;
}

}  // namespace seqlens::seqio
