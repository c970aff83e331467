#include "seq-embed/piece_cutter.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seq_embed {
namespace {

using seqlens::model::EncoderConfig;
using seqlens::tokenize::Tokenizer;
using seqlens::tokenize::Tokens;

/// The tokens that stand for text are [begin, end); special ones lie before and after.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

TextRange text_range(const Tokens& tokens) {
  TextRange range{0, tokens.map.size()};
  while (range.begin < range.end && tokens.map[range.begin].empty()) ++range.begin;
  while (range.begin < range.end && tokens.map[range.end - 1].empty()) --range.end;
  return range;
}

std::optional<std::size_t> longest_of(const EncoderConfig& config) {
  if (config.window_tokens > 0) return static_cast<std::size_t>(config.window_tokens);
  if (config.max_positions == 0) return std::nullopt;
  const int positions = config.max_positions - config.position_offset;
  return static_cast<std::size_t>(config.stem_stride() * positions + config.receptive_field() - 1);
}

void append(const Tokens& from, std::size_t begin, std::size_t end, Tokens& to) {
  for (std::size_t t = begin; t < end; ++t) {
    to.ids.push_back(from.ids[t]);
    to.map.push_back(from.map[t]);
  }
}

/// The special token as it stands before or after a piece: it covers nothing there.
void append_special(const Tokens& from, std::size_t begin, std::size_t end, std::int64_t place, Tokens& to) {
  for (std::size_t t = begin; t < end; ++t) {
    to.ids.push_back(from.ids[t]);
    to.map.push_back({place, place});
  }
}

Tokens part_of(const Tokens& whole, const TextRange& text, std::size_t begin, std::size_t end) {
  Tokens part;
  part.ids.reserve(whole.ids.size() - text.size() + end - begin);
  part.map.reserve(part.ids.capacity());
  append_special(whole, 0, text.begin, whole.map[begin].begin, part);
  append(whole, begin, end, part);
  append_special(whole, text.end, whole.ids.size(), whole.map[end - 1].end, part);
  return part;
}

void split_piece(const Tokens& piece, std::size_t longest, std::vector<Tokens>& parts) {
  const TextRange text = text_range(piece);
  const std::size_t room = longest - (piece.ids.size() - text.size());
  const std::size_t count = (text.size() + room - 1) / room;
  for (std::size_t i = 0; i < count; ++i)
    parts.push_back(part_of(piece, text, text.begin + i * text.size() / count,
                            text.begin + (i + 1) * text.size() / count));
}

/// Special tokens around one record, and one token of text.
std::size_t least_tokens(const Tokenizer& tokenizer) {
  const Tokens tokens = tokenizer.encode("AAAAAAAA");
  return tokens.ids.size() - text_range(tokens).size() + 1;
}

}  // namespace

PieceCutter::PieceCutter(const EncoderConfig& config, const Tokenizer& tokenizer,
                         std::optional<int> max_tokens)
    : longest_(longest_of(config)), shortest_(static_cast<std::size_t>(config.receptive_field())) {
  if (tokenizer.kind() == "kmer") piece_start_ = tokenizer.encode("").ids.front();
  if (!max_tokens) return;
  const auto most = static_cast<std::size_t>(*max_tokens);
  // Equal parts of what is longer than `most` have more than half of it.
  const std::size_t least = std::max(least_tokens(tokenizer), config.stem.empty() ? 1 : 2 * shortest_);
  if (most < least || most > longest_.value_or(most))
    throw seqlens::UsageError(
        longest_ ? fmt::format("--max-tokens {}: this model takes {} to {}", most, least, *longest_)
                 : fmt::format("--max-tokens {}: this model takes {} or more", most, least));
  longest_ = most;
}

std::vector<Tokens> PieceCutter::pieces(Tokens tokens) const {
  std::vector<Tokens> pieces;
  if (!piece_start_) {
    pieces.push_back(std::move(tokens));
    return pieces;
  }
  std::size_t begin = 0;
  for (std::size_t t = 1; t <= tokens.ids.size(); ++t) {
    if (t < tokens.ids.size() && tokens.ids[t] != *piece_start_) continue;
    append(tokens, begin, t, pieces.emplace_back());
    begin = t;
  }
  return pieces;
}

Fit PieceCutter::fit(const std::vector<Tokens>& pieces) const {
  const auto has_text = [](const Tokens& piece) { return text_range(piece).size() > 0; };
  const auto is_short = [&](const Tokens& piece) { return piece.ids.size() < shortest_; };
  const auto is_long = [&](const Tokens& piece) { return longest_ && piece.ids.size() > *longest_; };
  if (std::none_of(pieces.begin(), pieces.end(), has_text)) return Fit::too_short;
  if (std::any_of(pieces.begin(), pieces.end(), is_short)) return Fit::too_short;
  return std::any_of(pieces.begin(), pieces.end(), is_long) ? Fit::too_long : Fit::fits;
}

std::vector<Tokens> PieceCutter::split(const std::vector<Tokens>& pieces) const {
  std::vector<Tokens> parts;
  for (const Tokens& piece : pieces) {
    if (longest_ && piece.ids.size() > *longest_)
      split_piece(piece, *longest_, parts);
    else
      parts.push_back(piece);
  }
  return parts;
}

}  // namespace seq_embed
