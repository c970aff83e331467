#pragma once

#include <functional>
#include <span>

#include "seqlens/model/encoder.h"

#include "seq-embed/loaded_model.h"
#include "seq-embed/record_result.h"
#include "seq-embed/request.h"
#include "seq-embed/token_record.h"

namespace seq_embed {

/// Runs records through the encoder and makes of its outputs what was asked for.
class RecordOutputs {
 public:
  /// Keeps references.
  RecordOutputs(const LoadedModel& model, const Request& request) : model_(model), request_(request) {}

  /// Calls use(i, result) for every record, in any order and from several threads. The result of a record
  /// depends on it alone.
  /// @throws Error naming a record for which the model gives NaN or infinity
  void compute(std::span<const TokenRecord> records,
               const std::function<void(std::size_t, RecordResult)>& use) const;

  /// Floats that the record's outputs take while they are computed.
  [[nodiscard]] std::size_t floats_held(const TokenRecord& record) const;

 private:
  const LoadedModel& model_;
  const Request& request_;
};

}  // namespace seq_embed
