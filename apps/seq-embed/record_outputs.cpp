#include "seq-embed/record_outputs.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/memory.h"
#include "seqlens/model/contact_sink.h"
#include "seqlens/parallel/parallel_for.h"

#include "seq-embed/attention_store.h"
#include "seq-embed/finite_values.h"
#include "seq-embed/result_maker.h"
#include "seq-embed/token_rows.h"

namespace seq_embed {
namespace {

using namespace seqlens;
using model::EncoderConfig;
using model::EncoderOutput;
using model::TokenIds;
using tokenize::Tokens;

/// The encoder's run over a batch of records that are in one piece each, and what it left of each.
class WholeRecords {
 public:
  WholeRecords(const opened_model::OpenedModel& model, const Request& request,
               std::span<const TokenRecord> records)
      : request_(request), records_(records), make_(request, model.config()) {
    for (const TokenRecord& record : records) sequences_.emplace_back(record.pieces.front().ids);
    outputs_ = model.encoder().run(sequences_, wanted(model));
  }

  /// Once for each record.
  [[nodiscard]] RecordResult result(std::size_t i) {
    const TokenRecord& record = records_[i];
    const std::size_t positions = outputs_[i].positions;
    if (request_.what == What::attentions) return make_.attentions(record, positions, attentions_->take(i));
    if (request_.what == What::contacts)
      return make_.contacts(record, positions, contacts_->probabilities(i));
    return make_.classes(record, outputs_[i]);
  }

 private:
  /// Makes the sinks too.
  model::Wanted wanted(const opened_model::OpenedModel& model) {
    const EncoderConfig& config = model.config();
    model::Wanted wanted;
    wanted.classify_logits = request_.has_classes();
    if (request_.what == What::attentions)
      wanted.heads = &attentions_.emplace(config, request_.layers, sequences_);
    if (request_.what == What::contacts)
      wanted.heads =
          &contacts_.emplace(config, model::contact_head(config, model.stored()), sequences_, eos());
    return wanted;
  }

  [[nodiscard]] std::int32_t eos() const { return sequences_.empty() ? -1 : sequences_.front().back(); }

  const Request& request_;
  std::span<const TokenRecord> records_;
  ResultMaker make_;
  std::vector<TokenIds> sequences_;
  std::optional<AttentionStore> attentions_;
  std::optional<model::ContactSink> contacts_;
  std::vector<EncoderOutput> outputs_;
};

/// The pieces of all records in one row, and the rows of each record as they grow.
class PiecesInGroups {
 public:
  PiecesInGroups(const opened_model::OpenedModel& model, const Request& request,
                 std::span<const TokenRecord> records)
      : encoder_(model.encoder()) {
    wanted_.hidden_states =
        request.what == What::states && request.layers != std::vector{model.config().layers};
    wanted_.masked_lm_logits = request.what == What::token_logits;
    for (const TokenRecord& record : records) {
      rows_.emplace_back(record.name, request, model.config());
      for (const Tokens& piece : record.pieces) pieces_.push_back(&piece);
      ends_.push_back(pieces_.size());
    }
  }

  [[nodiscard]] std::size_t size() const { return pieces_.size(); }
  [[nodiscard]] const Tokens& piece(std::size_t i) const { return *pieces_[i]; }

  /// Pieces [begin, end) run together; use() gets the records that end with one of them.
  void run(std::size_t begin, std::size_t end, const RecordOutputs::Use& use) {
    std::vector<TokenIds> sequences;
    for (std::size_t i = begin; i < end; ++i) sequences.emplace_back(pieces_[i]->ids);
    const auto outputs = encoder_.run(sequences, wanted_);
    const std::size_t first = record_of(begin);
    parallel::parallel_for(record_of(end - 1) + 1 - first, [&](std::size_t k) {
      const std::size_t record = first + k;
      for (std::size_t i = std::max(begin, begin_of(record)); i < std::min(end, ends_[record]); ++i)
        rows_[record].add(*pieces_[i], outputs[i - begin]);
      if (ends_[record] <= end) use(record, rows_[record].take());
    });
  }

 private:
  [[nodiscard]] std::size_t begin_of(std::size_t record) const { return record == 0 ? 0 : ends_[record - 1]; }
  [[nodiscard]] std::size_t record_of(std::size_t piece) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(ends_, piece) - ends_.begin());
  }

  const model::Encoder& encoder_;
  model::Wanted wanted_;
  std::vector<const Tokens*> pieces_;
  std::vector<std::size_t> ends_;  // of each record's pieces
  std::vector<TokenRows> rows_;
};

}  // namespace

void RecordOutputs::compute(std::span<const TokenRecord> records, const Use& use) const {
  if (request_.has_token_rows()) return compute_token_rows(records, use);
  for (const TokenRecord& record : records) require_room(record);
  WholeRecords batch(model_, request_, records);
  parallel::parallel_for(records.size(), [&](std::size_t i) {
    RecordResult result = batch.result(i);
    for (const ResultArray& array : result.arrays) require_finite(result.name, array.values);
    use(i, std::move(result));
  });
}

void RecordOutputs::compute_token_rows(std::span<const TokenRecord> records, const Use& use) const {
  PiecesInGroups pieces(model_, request_, records);
  std::size_t begin = 0;
  std::size_t floats = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    floats += floats_held(pieces.piece(i));
    if (floats < most_floats_ && i + 1 < pieces.size()) continue;
    pieces.run(begin, i + 1, use);
    begin = i + 1;
    floats = 0;
  }
}

void RecordOutputs::require_room(const TokenRecord& record) const {
  const std::size_t floats = floats_held(record);
  if (floats > most_floats_)
    require_memory(fmt::format("record '{}': --what {}", record.name, request_.name), floats * sizeof(float));
}

std::size_t RecordOutputs::floats_held(const TokenRecord& record) const {
  std::size_t floats = 0;
  for (const Tokens& piece : record.pieces) floats += floats_held(piece);
  return floats;
}

std::size_t RecordOutputs::floats_held(const Tokens& piece) const {
  const EncoderConfig& config = model_.config();
  const auto positions =
      static_cast<std::size_t>(config.encoder_positions(static_cast<int>(piece.ids.size())));
  const auto width = static_cast<std::size_t>(config.width);
  std::size_t floats =
      positions * width * (request_.what == What::states ? static_cast<std::size_t>(config.layers) + 1 : 1);
  if (request_.what == What::token_logits) floats += positions * row_width(request_, config);
  if (request_.what == What::attentions)
    floats += positions * positions * request_.layers.size() * static_cast<std::size_t>(config.heads);
  if (request_.what == What::contacts) floats += 2 * positions * positions;  // logits in double precision
  return floats;
}

}  // namespace seq_embed
