#include "bpe_words.h"

#include <array>
#include <utility>

namespace seqlens::tokenize {
namespace {

using Words = BpeTokenizer::Words;

constexpr std::array<std::pair<Words, std::string_view>, 3> kNames{{{Words::whole_text, "whole_text"},
                                                                    {Words::whitespace, "whitespace"},
                                                                    {Words::white_split, "white_split"}}};

}  // namespace

std::string_view name_of(Words words) {
  return kNames[static_cast<std::size_t>(words)].second;
}

std::optional<Words> words_named(std::string_view name) {
  for (const auto& [words, known] : kNames)
    if (known == name) return words;
  return std::nullopt;
}

}  // namespace seqlens::tokenize
