#include "seq-embed/record_outputs.h"

#include <algorithm>
#include <optional>

#include "seqlens/model/contact_sink.h"
#include "seqlens/parallel/parallel_for.h"

#include "seq-embed/attention_store.h"
#include "seq-embed/token_pooling.h"

namespace seq_embed {
namespace {

using namespace seqlens;
using model::EncoderConfig;
using model::EncoderOutput;
using model::TokenIds;
using tokenize::Tokens;

/// A position of one piece, and what it says of the record.
struct Position {
  std::size_t piece = 0;
  std::size_t place = 0;  // in the piece
  TokenRow row;
  bool special = false;
};

/// Without a stem a position is a token, else the tokens of its receptive field.
Interval span_of(const Tokens& tokens, const EncoderConfig& config, std::size_t position) {
  const std::size_t first = position * static_cast<std::size_t>(config.stem_stride());
  const std::size_t last = first + static_cast<std::size_t>(config.receptive_field()) - 1;
  return {tokens.map[first].begin, tokens.map[last].end};
}

std::vector<Position> positions_of(const TokenRecord& record, const EncoderConfig& config) {
  std::vector<Position> positions;
  for (std::size_t piece = 0; piece < record.pieces.size(); ++piece) {
    const Tokens& tokens = record.pieces[piece];
    const int count = config.encoder_positions(static_cast<int>(tokens.ids.size()));
    for (std::size_t place = 0; place < static_cast<std::size_t>(count); ++place) {
      const TokenRow row{static_cast<std::int64_t>(positions.size()), span_of(tokens, config, place)};
      positions.push_back({piece, place, row, row.span.empty()});
    }
  }
  return positions;
}

/// What the encoder gave for the pieces of one record.
using PieceOutputs = std::span<const EncoderOutput>;

const std::vector<float>& states_of(const EncoderOutput& output, int layer) {
  const auto number = static_cast<std::size_t>(layer);
  return number < output.hidden_states.size() ? output.hidden_states[number] : output.last_hidden_state;
}

template <class ValuesOf>
std::vector<float> gather(const std::vector<Position>& positions, std::size_t width,
                          const ValuesOf& values_of) {
  std::vector<float> rows;
  rows.reserve(positions.size() * width);
  for (const Position& position : positions) {
    const std::vector<float>& values = values_of(position.piece);
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(position.place * width);
    rows.insert(rows.end(), begin, begin + static_cast<std::ptrdiff_t>(width));
  }
  return rows;
}

/// The submatrices of the kept positions.
std::vector<float> keep_rows_and_columns(std::vector<float> matrices, std::size_t size,
                                         const std::vector<Position>& kept) {
  if (kept.size() == size) return matrices;
  std::vector<float> result;
  for (std::size_t begin = 0; begin < matrices.size(); begin += size * size)
    for (const Position& query : kept)
      for (const Position& key : kept) result.push_back(matrices[begin + query.place * size + key.place]);
  return result;
}

/// Makes the result of one record.
class ResultMaker {
 public:
  ResultMaker(const Request& request, const EncoderConfig& config) : request_(request), config_(config) {}

  [[nodiscard]] RecordResult token_rows(const TokenRecord& record, PieceOutputs outputs) const {
    const auto positions = kept_positions(record);
    RecordResult result = begin_result(record, positions);
    if (request_.pool != Pool::none) result.rows.clear();
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

  [[nodiscard]] RecordResult class_logits(const TokenRecord& record, const EncoderOutput& output) const {
    return {record.name, {}, {{request_.name, std::nullopt, {width()}, output.classify_logits}}};
  }

  [[nodiscard]] RecordResult attentions(const TokenRecord& record, std::size_t size,
                                        std::vector<float> matrices) const {
    const auto positions = kept_positions(record);
    RecordResult result = begin_result(record, positions);
    const std::size_t kept = positions.size();
    result.arrays.push_back({request_.name,
                             std::nullopt,
                             {request_.layers.size(), static_cast<std::size_t>(config_.heads), kept, kept},
                             keep_rows_and_columns(std::move(matrices), size, positions)});
    return result;
  }

  [[nodiscard]] RecordResult contacts(const TokenRecord& record, std::size_t size,
                                      std::vector<float> probabilities) const {
    return {record.name, {}, {{request_.name, std::nullopt, {size - 2, size - 2}, std::move(probabilities)}}};
  }

 private:
  [[nodiscard]] std::size_t width() const { return row_width(request_, config_); }

  [[nodiscard]] std::vector<Position> kept_positions(const TokenRecord& record) const {
    auto positions = positions_of(record, config_);
    if (request_.drop_special) std::erase_if(positions, [](const Position& p) { return p.special; });
    return positions;
  }

  static RecordResult begin_result(const TokenRecord& record, const std::vector<Position>& positions) {
    RecordResult result{record.name, {}, {}};
    for (const Position& position : positions) result.rows.push_back(position.row);
    return result;
  }

  [[nodiscard]] ResultArray array(std::optional<int> layer, std::vector<float> rows) const {
    if (request_.pool != Pool::none)
      return {request_.name, layer, {width()}, pooled(request_.pool, rows, width())};
    return {request_.name, layer, {rows.size() / width(), width()}, std::move(rows)};
  }

  const Request& request_;
  const EncoderConfig& config_;
};

}  // namespace

void RecordOutputs::compute(std::span<const TokenRecord> records,
                            const std::function<void(std::size_t, RecordResult)>& use) const {
  std::vector<TokenIds> sequences;
  std::vector<std::size_t> first;  // piece of each record
  for (const TokenRecord& record : records) {
    first.push_back(sequences.size());
    for (const Tokens& piece : record.pieces) sequences.emplace_back(piece.ids);
  }
  std::optional<AttentionStore> attentions;
  std::optional<model::ContactSink> contacts;
  model::Wanted wanted;
  wanted.hidden_states = !request_.layers.empty() && request_.what == What::states &&
                         request_.layers != std::vector{model_.config().layers};
  wanted.masked_lm_logits = request_.what == What::token_logits;
  wanted.classify_logits = request_.what == What::class_logits;
  if (request_.what == What::attentions)
    wanted.heads = &attentions.emplace(model_.config(), request_.layers, sequences);
  if (request_.what == What::contacts)
    wanted.heads = &contacts.emplace(model_.config(), model_.contact_head.value(), sequences,
                                     sequences.empty() ? 0 : sequences.front().back());
  const auto outputs = model_.encoder.run(sequences, wanted);

  const ResultMaker make(request_, model_.config());
  parallel::parallel_for(records.size(), [&](std::size_t i) {
    const TokenRecord& record = records[i];
    const EncoderOutput& output = outputs[first[i]];
    if (attentions)
      use(i, make.attentions(record, output.positions, attentions->take(first[i])));
    else if (contacts)
      use(i, make.contacts(record, output.positions, contacts->probabilities(first[i])));
    else if (wanted.classify_logits)
      use(i, make.class_logits(record, output));
    else
      use(i, make.token_rows(record, PieceOutputs(outputs).subspan(first[i], record.pieces.size())));
  });
}

std::size_t RecordOutputs::floats_held(const TokenRecord& record) const {
  const EncoderConfig& config = model_.config();
  std::size_t floats = 0;
  for (const Tokens& piece : record.pieces) {
    const auto positions =
        static_cast<std::size_t>(config.encoder_positions(static_cast<int>(piece.ids.size())));
    const auto width = static_cast<std::size_t>(config.width);
    floats +=
        positions * width * (request_.what == What::states ? static_cast<std::size_t>(config.layers) + 1 : 1);
    if (request_.what == What::token_logits) floats += positions * row_width(request_, config);
    if (request_.what == What::attentions)
      floats += positions * positions * request_.layers.size() * static_cast<std::size_t>(config.heads);
    if (request_.what == What::contacts) floats += 2 * positions * positions;  // logits in double precision
  }
  return floats;
}

}  // namespace seq_embed
