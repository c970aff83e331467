#include "seqlens/tokenize/tokenizer_json.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/bpe_tokenizer.h"
#include "seqlens/tokenize/kmer_tokenizer.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"

#include "bpe_words.h"
#include "json_fields.h"

namespace seqlens::tokenize {
namespace {

std::unique_ptr<const Tokenizer> kmer_from(const JsonFields& fields) {
  KmerTokenizer::Special special;
  special.unk = fields.text("unk");
  special.cls = fields.text("cls");
  special.sep = fields.text("sep");
  special.pad = fields.optional_text("pad");
  special.mask = fields.optional_text("mask");
  return std::make_unique<KmerTokenizer>(fields.texts("tokens"), std::move(special), fields.place());
}

std::unique_ptr<const Tokenizer> longest_match_from(const JsonFields& fields) {
  LongestMatchTokenizer::Special special;
  special.unk = fields.text("unk");
  special.cls = fields.optional_text("cls");
  special.eos = fields.optional_text("eos");
  special.pad = fields.optional_text("pad");
  special.mask = fields.optional_text("mask");
  auto tokenizer =
      std::make_unique<LongestMatchTokenizer>(fields.texts("tokens"), std::move(special), fields.place());
  if (tokenizer->kind() != fields.text("kind")) fields.fail("kind", fields.text("kind"), tokenizer->kind());
  return tokenizer;
}

std::vector<std::pair<std::int32_t, std::int32_t>> merges_of(const JsonFields& fields) {
  std::vector<std::pair<std::int32_t, std::int32_t>> merges;
  for (const auto& merge : fields.array("merges")) {
    const bool is_pair = merge.is_array() && merge.size() == 2;
    const auto left = is_pair ? as_int32(merge[0]) : std::nullopt;
    const auto right = is_pair ? as_int32(merge[1]) : std::nullopt;
    if (!left || !right)
      fields.fail(fmt::format("merges[{}]", merges.size()), merge.type_name(), "two token ids");
    merges.emplace_back(*left, *right);
  }
  return merges;
}

std::unique_ptr<const Tokenizer> bpe_from(const JsonFields& fields) {
  BpeTokenizer::Settings settings;
  settings.tokens = fields.texts("tokens");
  settings.merges = merges_of(fields);
  settings.added = fields.integers("added");
  settings.before = fields.integers("before");
  settings.after = fields.integers("after");
  settings.unk = fields.integer("unk");
  settings.fuse_unk = fields.flag("fuse_unk", false);
  const std::string words = fields.text("words");
  const auto known = words_named(words);
  if (!known) fields.fail("words", fmt::format("'{}'", words), "whole_text, whitespace or white_split");
  settings.words = *known;
  settings.mask = fields.optional_integer("mask");
  settings.pad = fields.optional_integer("pad");
  return std::make_unique<BpeTokenizer>(std::move(settings), fields.place());
}

}  // namespace

std::unique_ptr<const Tokenizer> tokenizer_from_json(std::string_view text, std::string_view place) {
  const nlohmann::json description = JsonFields::parse_object(text, place);
  const JsonFields fields(description, place);
  const std::string kind = fields.text("kind");
  if (kind == "base") return std::make_unique<BaseTokenizer>();
  if (kind == "kmer") return kmer_from(fields);
  if (kind == "nonoverlapping-kmer" || kind == "protein") return longest_match_from(fields);
  if (kind == "bpe") return bpe_from(fields);
  fields.fail("kind", fmt::format("'{}'", kind), "base, kmer, nonoverlapping-kmer, protein or bpe");
}

}  // namespace seqlens::tokenize
