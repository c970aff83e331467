#pragma once

#include <span>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/head_sink.h"

namespace seq_embed {

/// Keeps the attentions of chosen layers: for each sequence (layers, H, T, T), in the order of the choice.
class AttentionStore final : public seqlens::model::HeadSink {
 public:
  AttentionStore(const seqlens::model::EncoderConfig& config, std::span<const int> layers,
                 std::span<const seqlens::model::TokenIds> sequences);

  [[nodiscard]] bool wants(int layer, int head) const override;
  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               seqlens::kernels::ConstMatrix rows) override;

  /// After the run.
  [[nodiscard]] std::vector<float> take(std::size_t sequence) { return std::move(kept_[sequence]); }

 private:
  std::size_t heads_;
  std::vector<int> place_of_layer_;  // -1: not wanted
  std::vector<std::vector<float>> kept_;
};

}  // namespace seq_embed
