#pragma once

#include <functional>
#include <span>

#include "seqlens/model/encoder.h"
#include "seqlens/opened_model/opened_model.h"

#include "seq-embed/batch_job.h"
#include "seq-embed/record_result.h"
#include "seq-embed/request.h"
#include "seq-embed/token_record.h"

namespace seq_embed {

/// Runs records through the encoder and makes of its outputs what was asked for.
class RecordOutputs {
 public:
  /// Takes the number of a record and its result; called from several threads.
  using Use = std::function<void(std::size_t, RecordResult)>;

  /// Keeps references.
  /// @param most_floats  of outputs that are held at once; the pieces of a longer record run in groups
  RecordOutputs(const seqlens::opened_model::OpenedModel& model, const Request& request,
                std::size_t most_floats = kMostFloats)
      : model_(model), request_(request), most_floats_(most_floats) {}

  /// Calls use(i, result) for every record, in any order. The result of a record depends on it alone.
  /// @throws Error naming a record for which the model gives NaN or infinity, or whose matrices do not fit
  /// into memory
  void compute(std::span<const TokenRecord> records, const Use& use) const;

  /// Floats that the record's outputs take while they are computed.
  [[nodiscard]] std::size_t floats_held(const TokenRecord& record) const;

 private:
  void compute_token_rows(std::span<const TokenRecord> records, const Use& use) const;
  void require_room(const TokenRecord& record) const;
  [[nodiscard]] std::size_t floats_held(const seqlens::tokenize::Tokens& piece) const;

  const seqlens::opened_model::OpenedModel& model_;
  const Request& request_;
  std::size_t most_floats_;
};

}  // namespace seq_embed
