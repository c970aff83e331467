#include "seqlens/tokenize/bpe_tokenizer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/utf8.h"

#include "bpe_merges.h"
#include "bpe_words.h"
#include "token_trie.h"
#include "vocabulary.h"
#include "word_split.h"

namespace seqlens::tokenize {
namespace {

/// DNA when every token of one letter is A, C, G, T, N or U.
Alphabet alphabet_of(const std::vector<std::string>& tokens) {
  const bool dna = std::none_of(tokens.begin(), tokens.end(), [](const std::string& token) {
    return token.size() == 1 && token.find_first_not_of("ACGTNU") != std::string::npos;
  });
  return dna ? Alphabet::dna : Alphabet::protein;
}

}  // namespace

struct BpeTokenizer::Tables {
  Settings settings;
  Vocabulary vocabulary;
  BpeMerges merges;
  TokenTrie added;
  Alphabet alphabet;

  Tables(Settings given, std::string_view place)
      : settings(std::move(given)),
        vocabulary(settings.tokens, place),
        alphabet(alphabet_of(settings.tokens)) {
    require_ids(place);
    for (const auto& [left, right] : settings.merges) add_merge(left, right, place);
    for (const std::int32_t id : settings.added) added.add(vocabulary.token(id), id);
  }

  /// Tokens of text[range], which holds no added token.
  void encode_plain(std::string_view text, Interval range, Tokens& out) const {
    for (const Interval& word : split_words(text, range, settings.words)) encode_word(text, word, out);
  }

 private:
  void require_id(std::int32_t id, std::string_view role, std::string_view place) const {
    if (id < 0 || static_cast<std::size_t>(id) >= vocabulary.size())
      throw InputError(
          place, fmt::format("{} {} is outside the vocabulary of {} tokens", role, id, vocabulary.size()));
  }

  void require_ids(std::string_view place) const {
    require_id(settings.unk, "unk", place);
    if (settings.mask) require_id(*settings.mask, "mask", place);
    if (settings.pad) require_id(*settings.pad, "pad", place);
    for (const std::int32_t id : settings.added) require_id(id, "added token", place);
    for (const std::int32_t id : settings.before) require_id(id, "special token", place);
    for (const std::int32_t id : settings.after) require_id(id, "special token", place);
  }

  void add_merge(std::int32_t left, std::int32_t right, std::string_view place) {
    require_id(left, "left part of a merge", place);
    require_id(right, "right part of a merge", place);
    const std::string joined =
        settings.tokens[static_cast<std::size_t>(left)] + settings.tokens[static_cast<std::size_t>(right)];
    const auto merged = vocabulary.find(joined);
    if (!merged)
      throw InputError(place, fmt::format("a merge gives '{}', which is not in the vocabulary", joined));
    merges.add(left, right, *merged);
  }

  /// Unknown characters cut the word: no merge crosses them.
  void encode_word(std::string_view text, Interval word, Tokens& out) const {
    std::vector<Symbol> known;
    bool after_unknown = false;
    for (std::int64_t begin = word.begin; begin < word.end;) {
      const auto start = static_cast<std::size_t>(begin);
      const std::string_view up_to_end = text.substr(0, static_cast<std::size_t>(word.end));
      const std::size_t length =
          std::max<std::size_t>(utf8_length(up_to_end, start), 1);  // a stray byte is one
      const std::int64_t end = begin + static_cast<std::int64_t>(length);
      if (const auto id = vocabulary.find(text.substr(start, length))) {
        known.push_back({*id, begin, end});
        after_unknown = false;
      } else {
        put_merged(known, out);
        put_unknown({begin, end}, after_unknown, out);
        after_unknown = true;
      }
      begin = end;
    }
    put_merged(known, out);
  }

  void put_merged(std::vector<Symbol>& symbols, Tokens& out) const {
    merges.apply(symbols);
    for (const Symbol& symbol : symbols) {
      out.ids.push_back(symbol.id);
      out.map.push_back({symbol.begin, symbol.end});
    }
    symbols.clear();
  }

  void put_unknown(Interval range, bool after_unknown, Tokens& out) const {
    if (settings.fuse_unk && after_unknown) {
      out.map.back().end = range.end;
      return;
    }
    out.ids.push_back(settings.unk);
    out.map.push_back(range);
  }
};

BpeTokenizer::BpeTokenizer(Settings settings, std::string_view place)
    : tables_(std::make_unique<Tables>(std::move(settings), place)) {}
BpeTokenizer::BpeTokenizer(BpeTokenizer&&) noexcept = default;
BpeTokenizer::~BpeTokenizer() = default;

Tokens BpeTokenizer::encode(std::string_view text) const {
  Tokens tokens;
  const auto size = static_cast<std::int64_t>(text.size());
  const auto put = [&tokens](std::int32_t id, Interval range) {
    tokens.ids.push_back(id);
    tokens.map.push_back(range);
  };
  for (const std::int32_t id : tables_->settings.before) put(id, {0, 0});
  std::int64_t plain_begin = 0;
  for (std::int64_t position = 0; position < size;) {
    const TokenTrie::Match match = tables_->added.longest_at(text, static_cast<std::size_t>(position));
    if (match.length == 0) {
      ++position;
      continue;
    }
    const std::int64_t end = position + static_cast<std::int64_t>(match.length);
    tables_->encode_plain(text, {plain_begin, position}, tokens);
    put(match.id, {position, end});
    plain_begin = position = end;
  }
  tables_->encode_plain(text, {plain_begin, size}, tokens);
  for (const std::int32_t id : tables_->settings.after) put(id, {size, size});
  return tokens;
}

std::size_t BpeTokenizer::vocabulary_size() const {
  return tables_->vocabulary.size();
}
std::string_view BpeTokenizer::token(std::int32_t id) const {
  return tables_->vocabulary.token(id);
}
std::optional<std::int32_t> BpeTokenizer::find(std::string_view token) const {
  return tables_->vocabulary.find(token);
}
Alphabet BpeTokenizer::alphabet() const {
  return tables_->alphabet;
}
std::int32_t BpeTokenizer::unk_id() const {
  return tables_->settings.unk;
}
std::optional<std::int32_t> BpeTokenizer::mask_id() const {
  return tables_->settings.mask;
}
std::optional<std::int32_t> BpeTokenizer::pad_id() const {
  return tables_->settings.pad;
}

std::string BpeTokenizer::to_json() const {
  const Settings& settings = tables_->settings;
  nlohmann::json description{
      {"kind", "bpe"},           {"tokens", settings.tokens},     {"merges", settings.merges},
      {"added", settings.added}, {"before", settings.before},     {"after", settings.after},
      {"unk", settings.unk},     {"fuse_unk", settings.fuse_unk}, {"words", name_of(settings.words)}};
  if (settings.mask) description["mask"] = *settings.mask;
  if (settings.pad) description["pad"] = *settings.pad;
  return description.dump();
}

}  // namespace seqlens::tokenize
