#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "seqlens/model/encoder.h"
#include "seqlens/tokenize/tokenizer.h"

#include "seq-embed/record_result.h"
#include "seq-embed/request.h"
#include "seq-embed/row_pool.h"

namespace seq_embed {

/// The states or masked-LM logits of one record, gathered while its pieces come out of the encoder: special
/// tokens dropped, rows pooled. Pooled, it holds one row a layer, however long the record is.
class TokenRows {
 public:
  /// Keeps references to request and configuration.
  TokenRows(std::string name, const Request& request, const seqlens::model::EncoderConfig& config);

  /// The next piece of the record.
  /// @throws Error naming the record when the model gave NaN or infinity
  void add(const seqlens::tokenize::Tokens& piece, const seqlens::model::EncoderOutput& output);

  /// Once, after the last piece.
  [[nodiscard]] RecordResult take();

 private:
  const Request& request_;
  const seqlens::model::EncoderConfig& config_;
  RecordResult result_;
  std::vector<RowPool> pools_;  // one an array of the result
  std::int64_t positions_ = 0;  // of the pieces that came
};

}  // namespace seq_embed
