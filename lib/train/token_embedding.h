#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "seqlens/model/config.h"

#include "chunk_rows.h"
#include "linear_layer.h"

namespace seqlens::train {

/// Token id -> row of the table. With ESM's token dropout, masked tokens give zeros and the rest of their
/// sequence is scaled by (1 - token_dropout_fraction) / (1 - share of masks).
class TokenEmbedding {
 public:
  TokenEmbedding() = default;
  TokenEmbedding(const model::EncoderConfig& config, const model::ParameterLayout& layout);

  void load(const model::Parameters& parameters);
  void forward(const ChunkRows& rows, std::span<const std::int32_t> tokens, kernels::Matrix out) const;
  void backward(const ChunkRows& rows, std::span<const std::int32_t> tokens, kernels::ConstMatrix dout,
                model::Parameters& gradients) const;
  /// Product of a row of dout with the row that `id` would give there: with the sequence's scale as it is.
  [[nodiscard]] double slope(const ChunkRows& rows, std::span<const std::int32_t> tokens, std::size_t token,
                             std::int32_t id, const float* dout) const;
  [[nodiscard]] const model::TensorSpec& table() const { return *table_; }

 private:
  [[nodiscard]] float scale(std::span<const std::int32_t> sequence) const;
  [[nodiscard]] bool is_dropped(std::int32_t token) const {
    return dropout_fraction_ > 0 && token == mask_token_;
  }

  const model::TensorSpec* table_ = nullptr;
  kernels::ConstMatrix values_;
  float dropout_fraction_ = 0;
  std::int32_t mask_token_ = -1;
};

}  // namespace seqlens::train
