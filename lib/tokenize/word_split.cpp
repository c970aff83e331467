#include "word_split.h"

#include "white_space.h"

namespace seqlens::tokenize {
namespace {

enum class Group { white, word, other };

Group group_of(char letter, BpeTokenizer::Words words) {
  if (words == BpeTokenizer::Words::whole_text) return Group::word;
  if (is_white(letter)) return Group::white;
  if (words == BpeTokenizer::Words::white_split) return Group::word;
  const bool is_word = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= 'a' && letter <= 'z') || letter == '_' ||
                       static_cast<signed char>(letter) < 0;
  return is_word ? Group::word : Group::other;
}

}  // namespace

std::vector<Interval> split_words(std::string_view text, Interval range, BpeTokenizer::Words words) {
  std::vector<Interval> found;
  std::int64_t begin = range.begin;
  while (begin < range.end) {
    const Group group = group_of(text[static_cast<std::size_t>(begin)], words);
    std::int64_t end = begin + 1;
    while (end < range.end && group_of(text[static_cast<std::size_t>(end)], words) == group) ++end;
    if (group != Group::white) found.push_back({begin, end});
    begin = end;
  }
  return found;
}

}  // namespace seqlens::tokenize
