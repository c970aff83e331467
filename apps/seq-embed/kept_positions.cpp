#include "seq-embed/kept_positions.h"

namespace seq_embed {

using namespace seqlens;
using model::EncoderConfig;
using tokenize::Tokens;

namespace {

/// Without a stem a position is a token, else the tokens of its receptive field.
Interval span_of(const Tokens& tokens, const EncoderConfig& config, std::size_t position) {
  const std::size_t first = position * static_cast<std::size_t>(config.stem_stride());
  const std::size_t last = first + static_cast<std::size_t>(config.receptive_field()) - 1;
  return {tokens.map[first].begin, tokens.map[last].end};
}

}  // namespace

std::int64_t bases_in_no_position(const Tokens& piece, const EncoderConfig& config) {
  const int count = config.encoder_positions(static_cast<int>(piece.ids.size()));
  if (count == 0) return 0;
  const auto seen = static_cast<std::size_t>((count - 1) * config.stem_stride() + config.receptive_field());
  std::int64_t bases = 0;
  for (std::size_t token = seen; token < piece.ids.size(); ++token)
    bases += piece.map[token].end - piece.map[token].begin;
  return bases;
}

std::vector<KeptPosition> kept_positions(const Tokens& piece, const EncoderConfig& config, bool drop_special,
                                         std::int64_t first_index) {
  std::vector<KeptPosition> kept;
  const auto count = static_cast<std::size_t>(config.encoder_positions(static_cast<int>(piece.ids.size())));
  for (std::size_t place = 0; place < count; ++place) {
    const TokenRow row{first_index + static_cast<std::int64_t>(place), span_of(piece, config, place)};
    if (!(drop_special && row.span.empty())) kept.push_back({place, row});
  }
  return kept;
}

}  // namespace seq_embed
