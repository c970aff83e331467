#include "seqlens/tokenize/vocabulary_text.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/kmer_tokenizer.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"

#include "white_space.h"

namespace seqlens::tokenize {
namespace {

std::string_view stripped(std::string_view line) {
  while (!line.empty() && is_white(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_white(line.back())) line.remove_suffix(1);
  return line;
}

bool holds(const std::vector<std::string>& tokens, std::string_view token) {
  return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
}

/// What the files say, else the original's name where the vocabulary has it.
std::optional<std::string> optional_name(const std::vector<std::string>& tokens, const StatedSpecial& stated,
                                         std::string_view key, std::string_view usual) {
  if (const auto found = stated.find(key); found != stated.end()) return found->second;
  if (holds(tokens, usual)) return std::string(usual);
  return std::nullopt;
}

std::string needed_name(const StatedSpecial& stated, std::string_view key, std::string_view usual,
                        std::string_view place) {
  const auto found = stated.find(key);
  if (found == stated.end()) return std::string(usual);
  if (!found->second) throw InputError(place, fmt::format("{} is null, but this tokenizer needs one", key));
  return *found->second;
}

std::unique_ptr<const Tokenizer> overlapping(std::vector<std::string> tokens, std::string_view place,
                                             const StatedSpecial& stated) {
  KmerTokenizer::Special special;
  special.unk = needed_name(stated, "unk_token", special.unk, place);
  special.cls = needed_name(stated, "cls_token", special.cls, place);
  special.sep = needed_name(stated, "sep_token", special.sep, place);
  special.pad = optional_name(tokens, stated, "pad_token", "[PAD]");
  special.mask = optional_name(tokens, stated, "mask_token", "[MASK]");
  return std::make_unique<KmerTokenizer>(std::move(tokens), std::move(special), place);
}

std::unique_ptr<const Tokenizer> longest_match(std::vector<std::string> tokens, std::string_view place,
                                               const StatedSpecial& stated) {
  LongestMatchTokenizer::Special special;
  special.unk = needed_name(stated, "unk_token", special.unk, place);
  special.cls = optional_name(tokens, stated, "cls_token", "<cls>");
  special.pad = optional_name(tokens, stated, "pad_token", "<pad>");
  special.mask = optional_name(tokens, stated, "mask_token", "<mask>");
  const bool is_protein = holds(tokens, "M") && holds(tokens, "K");
  special.eos = is_protein || stated.contains("eos_token")
                    ? optional_name(tokens, stated, "eos_token", "<eos>")
                    : std::nullopt;
  return std::make_unique<LongestMatchTokenizer>(std::move(tokens), std::move(special), place);
}

}  // namespace

std::vector<std::string> read_vocabulary(std::string_view text, std::string_view place) {
  std::vector<std::string> tokens;
  std::unordered_map<std::string, std::size_t> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string token(stripped(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t line = tokens.size() + 1;
    if (token.empty()) throw InputError(place, line, "the line is empty, expected a token");
    const auto [first, is_new] = lines.emplace(token, line);
    if (!is_new)
      throw InputError(place, line, fmt::format("token '{}' is already in line {}", token, first->second));
    tokens.push_back(token);
  }
  if (tokens.empty()) throw InputError(place, "the file is empty, expected one token a line");
  return tokens;
}

bool holds_overlapping_kmers(const std::vector<std::string>& tokens) {
  return holds(tokens, "[CLS]") && holds(tokens, "[SEP]");
}

std::unique_ptr<const Tokenizer> tokenizer_from_vocabulary(std::string_view text, std::string_view place,
                                                           const StatedSpecial& stated) {
  std::vector<std::string> tokens = read_vocabulary(text, place);
  if (holds_overlapping_kmers(tokens)) return overlapping(std::move(tokens), place, stated);
  if (holds(tokens, "<cls>")) return longest_match(std::move(tokens), place, stated);
  throw InputError(place,
                   "has neither [CLS] and [SEP] (DNABERT) nor <cls> (ESM, Nucleotide Transformer); "
                   "other vocabularies are not supported");
}

}  // namespace seqlens::tokenize
