#pragma once

#include <span>
#include <vector>

#include "seqlens/model/encoder.h"

#include "seq-embed/record_result.h"
#include "seq-embed/request.h"
#include "seq-embed/token_record.h"

namespace seq_embed {

/// Makes of the encoder's outputs for one record what was asked for: special tokens dropped, rows pooled.
class ResultMaker {
 public:
  /// Keeps references.
  ResultMaker(const Request& request, const seqlens::model::EncoderConfig& config)
      : request_(request), config_(config) {}

  /// States or masked-LM logits. @param outputs  of the record's pieces, in order
  [[nodiscard]] RecordResult token_rows(const TokenRecord& record,
                                        std::span<const seqlens::model::EncoderOutput> outputs) const;
  [[nodiscard]] RecordResult class_logits(const TokenRecord& record,
                                          const seqlens::model::EncoderOutput& output) const;
  /// @param size      positions of the record's one piece
  /// @param matrices  (layers, H, size, size)
  [[nodiscard]] RecordResult attentions(const TokenRecord& record, std::size_t size,
                                        std::vector<float> matrices) const;
  /// @param probabilities  (size - 2, size - 2)
  [[nodiscard]] RecordResult contacts(const TokenRecord& record, std::size_t size,
                                      std::vector<float> probabilities) const;

 private:
  struct Position;
  [[nodiscard]] std::vector<Position> kept_positions(const TokenRecord& record) const;
  [[nodiscard]] ResultArray array(std::optional<int> layer, std::vector<float> rows) const;
  [[nodiscard]] std::size_t width() const { return row_width(request_, config_); }

  const Request& request_;
  const seqlens::model::EncoderConfig& config_;
};

}  // namespace seq_embed
