#include "seq-embed/result_maker.h"

#include "seq-embed/token_pooling.h"

namespace seq_embed {

using namespace seqlens;
using model::EncoderConfig;
using model::EncoderOutput;
using tokenize::Tokens;

/// A position of one piece, and what it says of the record.
struct ResultMaker::Position {
  std::size_t piece = 0;
  std::size_t place = 0;  // in the piece
  TokenRow row;
};

namespace {

/// Without a stem a position is a token, else the tokens of its receptive field.
Interval span_of(const Tokens& tokens, const EncoderConfig& config, std::size_t position) {
  const std::size_t first = position * static_cast<std::size_t>(config.stem_stride());
  const std::size_t last = first + static_cast<std::size_t>(config.receptive_field()) - 1;
  return {tokens.map[first].begin, tokens.map[last].end};
}

const std::vector<float>& states_of(const EncoderOutput& output, int layer) {
  const auto number = static_cast<std::size_t>(layer);
  return number < output.hidden_states.size() ? output.hidden_states[number] : output.last_hidden_state;
}

template <class Positions, class ValuesOf>
std::vector<float> gather(const Positions& positions, std::size_t width, const ValuesOf& values_of) {
  std::vector<float> rows;
  rows.reserve(positions.size() * width);
  for (const auto& position : positions) {
    const std::vector<float>& values = values_of(position.piece);
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(position.place * width);
    rows.insert(rows.end(), begin, begin + static_cast<std::ptrdiff_t>(width));
  }
  return rows;
}

/// The submatrices of the kept positions.
template <class Positions>
std::vector<float> keep_rows_and_columns(std::vector<float> matrices, std::size_t size,
                                         const Positions& kept) {
  if (kept.size() == size) return matrices;
  std::vector<float> result;
  for (std::size_t begin = 0; begin < matrices.size(); begin += size * size)
    for (const auto& query : kept)
      for (const auto& key : kept) result.push_back(matrices[begin + query.place * size + key.place]);
  return result;
}

template <class Positions>
std::vector<TokenRow> rows_of(const Positions& positions) {
  std::vector<TokenRow> rows;
  for (const auto& position : positions) rows.push_back(position.row);
  return rows;
}

}  // namespace

std::vector<ResultMaker::Position> ResultMaker::kept_positions(const TokenRecord& record) const {
  std::vector<Position> kept;
  std::int64_t index = 0;
  for (std::size_t piece = 0; piece < record.pieces.size(); ++piece) {
    const Tokens& tokens = record.pieces[piece];
    const int count = config_.encoder_positions(static_cast<int>(tokens.ids.size()));
    for (std::size_t place = 0; place < static_cast<std::size_t>(count); ++place) {
      const TokenRow row{index++, span_of(tokens, config_, place)};
      const bool is_special = row.span.empty();
      if (!(is_special && request_.drop_special)) kept.push_back({piece, place, row});
    }
  }
  return kept;
}

ResultArray ResultMaker::array(std::optional<int> layer, std::vector<float> rows) const {
  if (request_.pool != Pool::none)
    return {request_.name, layer, {width()}, pooled(request_.pool, rows, width())};
  return {request_.name, layer, {rows.size() / width(), width()}, std::move(rows)};
}

RecordResult ResultMaker::token_rows(const TokenRecord& record,
                                     std::span<const EncoderOutput> outputs) const {
  const auto positions = kept_positions(record);
  RecordResult result{record.name, {}, {}};
  if (request_.pool == Pool::none) result.rows = rows_of(positions);
  if (request_.what == What::token_logits) {
    const auto logits = [&](std::size_t piece) -> const auto& {
      return outputs[piece].masked_lm_logits;
    };
    result.arrays.push_back(array(std::nullopt, gather(positions, width(), logits)));
  }
  for (const int layer : request_.layers) {
    const auto states = [&](std::size_t piece) -> const auto& {
      return states_of(outputs[piece], layer);
    };
    const auto number = request_.named_layers ? std::optional(layer) : std::nullopt;
    result.arrays.push_back(array(number, gather(positions, width(), states)));
  }
  return result;
}

RecordResult ResultMaker::class_logits(const TokenRecord& record, const EncoderOutput& output) const {
  return {record.name, {}, {{request_.name, std::nullopt, {width()}, output.classify_logits}}};
}

RecordResult ResultMaker::attentions(const TokenRecord& record, std::size_t size,
                                     std::vector<float> matrices) const {
  const auto positions = kept_positions(record);
  const std::size_t kept = positions.size();
  const auto heads = static_cast<std::size_t>(config_.heads);
  return {record.name,
          rows_of(positions),
          {{request_.name,
            std::nullopt,
            {request_.layers.size(), heads, kept, kept},
            keep_rows_and_columns(std::move(matrices), size, positions)}}};
}

RecordResult ResultMaker::contacts(const TokenRecord& record, std::size_t size,
                                   std::vector<float> probabilities) const {
  return {record.name, {}, {{request_.name, std::nullopt, {size - 2, size - 2}, std::move(probabilities)}}};
}

}  // namespace seq_embed
