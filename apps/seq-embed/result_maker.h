#pragma once

#include <vector>

#include "seqlens/model/encoder.h"

#include "seq-embed/record_result.h"
#include "seq-embed/request.h"
#include "seq-embed/token_record.h"

namespace seq_embed {

/// Makes results that need a record in one piece of what the encoder gave for it.
class ResultMaker {
 public:
  /// Keeps references.
  ResultMaker(const Request& request, const seqlens::model::EncoderConfig& config)
      : request_(request), config_(config) {}

  [[nodiscard]] RecordResult classes(const TokenRecord& record,
                                     const seqlens::model::EncoderOutput& output) const;
  /// @param size      positions of the record's one piece
  /// @param matrices  (layers, H, size, size)
  [[nodiscard]] RecordResult attentions(const TokenRecord& record, std::size_t size,
                                        std::vector<float> matrices) const;
  /// @param probabilities  (size - 2, size - 2)
  [[nodiscard]] RecordResult contacts(const TokenRecord& record, std::size_t size,
                                      std::vector<float> probabilities) const;

 private:
  [[nodiscard]] std::size_t width() const { return row_width(request_, config_); }

  const Request& request_;
  const seqlens::model::EncoderConfig& config_;
};

}  // namespace seq_embed
