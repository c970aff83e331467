#include "seq-embed/record_outputs.h"

#include <optional>
#include <utility>

#include "seqlens/model/contact_sink.h"
#include "seqlens/parallel/parallel_for.h"

#include "seq-embed/attention_store.h"
#include "seq-embed/finite_values.h"
#include "seq-embed/result_maker.h"

namespace seq_embed {
namespace {

using namespace seqlens;
using model::EncoderConfig;
using model::EncoderOutput;
using model::TokenIds;

/// The encoder's run over a batch of records, and what it left of each.
class BatchRun {
 public:
  BatchRun(const LoadedModel& model, const Request& request, std::span<const TokenRecord> records)
      : request_(request), records_(records), make_(request, model.config()) {
    for (const TokenRecord& record : records) {
      first_.push_back(sequences_.size());
      for (const auto& piece : record.pieces) sequences_.emplace_back(piece.ids);
    }
    outputs_ = model.encoder.run(sequences_, wanted(model));
  }

  /// Once for each record.
  [[nodiscard]] RecordResult result(std::size_t i) {
    const TokenRecord& record = records_[i];
    const std::size_t first = first_[i];
    const std::size_t positions = outputs_[first].positions;
    switch (request_.what) {
      case What::attentions:
        return make_.attentions(record, positions, attentions_->take(first));
      case What::contacts:
        return make_.contacts(record, positions, contacts_->probabilities(first));
      case What::class_logits:
        return make_.class_logits(record, outputs_[first]);
      case What::states:
      case What::token_logits:
        break;
    }
    return make_.token_rows(record, std::span(outputs_).subspan(first, record.pieces.size()));
  }

 private:
  /// Makes the sinks too.
  model::Wanted wanted(const LoadedModel& model) {
    const EncoderConfig& config = model.config();
    model::Wanted wanted;
    wanted.hidden_states = request_.what == What::states && request_.layers != std::vector{config.layers};
    wanted.masked_lm_logits = request_.what == What::token_logits;
    wanted.classify_logits = request_.what == What::class_logits;
    if (request_.what == What::attentions)
      wanted.heads = &attentions_.emplace(config, request_.layers, sequences_);
    if (request_.what == What::contacts)
      wanted.heads = &contacts_.emplace(config, model.contact_head.value(), sequences_, eos());
    return wanted;
  }

  [[nodiscard]] std::int32_t eos() const { return sequences_.empty() ? -1 : sequences_.front().back(); }

  const Request& request_;
  std::span<const TokenRecord> records_;
  ResultMaker make_;
  std::vector<TokenIds> sequences_;
  std::vector<std::size_t> first_;  // sequence of each record's first piece
  std::optional<AttentionStore> attentions_;
  std::optional<model::ContactSink> contacts_;
  std::vector<EncoderOutput> outputs_;
};

}  // namespace

void RecordOutputs::compute(std::span<const TokenRecord> records,
                            const std::function<void(std::size_t, RecordResult)>& use) const {
  BatchRun batch(model_, request_, records);
  parallel::parallel_for(records.size(), [&](std::size_t i) {
    RecordResult result = batch.result(i);
    for (const ResultArray& array : result.arrays) require_finite(result.name, array.values);
    use(i, std::move(result));
  });
}

std::size_t RecordOutputs::floats_held(const TokenRecord& record) const {
  const EncoderConfig& config = model_.config();
  std::size_t floats = 0;
  for (const auto& piece : record.pieces) {
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
