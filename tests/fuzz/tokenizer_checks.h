#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/tokenizer.h"
#include "seqlens/tokenize/tokenizer_json.h"

namespace seqlens::fuzz {

/// A tokenizer that was let through must work: as many ranges as ids, ids inside the vocabulary, ranges
/// inside the text. Throws what no fuzz target catches otherwise.
inline void check_tokenizer(const tokenize::Tokenizer& tokenizer) {
  for (const std::string_view text :
       {"", "ACGTACGTNNACGTTGCAAACGTR", "MKV<mask>jj K", "acgt [MASK]\xC3\xA9\xFF"}) {
    const tokenize::Tokens tokens = tokenizer.encode(text);
    if (tokens.ids.size() != tokens.map.size()) throw std::logic_error("ids and ranges differ in number");
    for (const std::int32_t id : tokens.ids)
      if (id < 0 || static_cast<std::size_t>(id) >= tokenizer.vocabulary_size())
        throw std::logic_error("an id outside the vocabulary");
    for (const Interval& range : tokens.map)
      if (range.begin < 0 || range.end < range.begin || range.end > static_cast<std::int64_t>(text.size()))
        throw std::logic_error("a range outside the text");
  }
}

/// What `read` makes of a stranger's text: an Error, or a tokenizer that works and survives being stored.
/// @return what a fuzz target returns
template <class Read>
int check_tokenizer_of(const std::uint8_t* data, std::size_t size, const Read& read) {
  std::string stored;
  try {
    const auto tokenizer = read(std::string_view(reinterpret_cast<const char*>(data), size));
    check_tokenizer(*tokenizer);
    stored = tokenizer->to_json();
  } catch (const Error&) {
    return 0;  // malformed or not supported, and said so
  }
  check_tokenizer(*tokenize::tokenizer_from_json(stored));  // an Error here is a defect
  return 0;
}

}  // namespace seqlens::fuzz
