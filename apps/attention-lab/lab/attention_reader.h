#pragma once

#include <cstddef>
#include <vector>

#include "seqlens/model/encoder.h"
#include "seqlens/model/parameters.h"

#include "attention-lab/lab/training.h"

namespace attention_lab {

/// One head's attention over one sequence: query by key.
struct AttentionMatrix {
  std::size_t tokens = 0;
  std::vector<float> shares;
  [[nodiscard]] double at(std::size_t query, std::size_t key) const { return shares[query * tokens + key]; }
};

/// All heads of all examples, read through the engine's HeadSink: [example][layer * heads + head].
[[nodiscard]] std::vector<std::vector<AttentionMatrix>> read_attention(
    const seqlens::model::EncoderConfig& config, const seqlens::model::Parameters& parameters,
    const Examples& examples);

/// A copy of the weights in which what one head finds goes nowhere: the head is switched off.
[[nodiscard]] seqlens::model::Parameters without_head(const seqlens::model::EncoderConfig& config,
                                                      const seqlens::model::Parameters& parameters, int layer,
                                                      int head);

}  // namespace attention_lab
