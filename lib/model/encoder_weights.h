#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/packed_matrix.h"
#include "seqlens/model/config.h"
#include "seqlens/model/weight_source.h"

namespace seqlens::model {

/// y = x W^T + b, packed. No bias: null.
struct PackedLinear {
  kernels::PackedMatrix weight;
  const float* bias = nullptr;
};

/// No norm: null.
struct NormWeights {
  const float* weight = nullptr;
  const float* bias = nullptr;
};

struct LayerWeights {
  kernels::ConstMatrix local_weight;  ///< (local_kernel, D); no local convolution: null
  const float* local_bias = nullptr;
  PackedLinear query_key_value;  ///< (D, 3D): one product for all heads of all three
  PackedLinear output;
  PackedLinear feed_forward_in;
  PackedLinear feed_forward_out;
  NormWeights attention_norm;
  NormWeights feed_forward_norm;
  kernels::ConstMatrix relative;  ///< (H, relative_weights); data is null without
};

struct StemWeights {
  PackedLinear conv;
  NormWeights norm;
};

/// The weights of one encoder as its passes read them: matrices packed, vectors and tables copied. Built
/// once; while it is built, the largest tensor is in memory a second time.
struct EncoderWeights {
  /// @throws Error as Encoder does, before any memory is taken.
  /// @param precision  of the stem's and the layers' products
  EncoderWeights(const EncoderConfig& config, const WeightSource& source, kernels::Precision precision);

  kernels::ConstMatrix token_embedding;
  kernels::ConstMatrix position_embedding;  ///< data is null unless positions are learned
  const float* type_embedding = nullptr;    ///< row 0
  PackedLinear feature;                     ///< no bias; empty without features
  PackedLinear coordinate;                  ///< no bias; empty without waves
  NormWeights embedding_norm;
  std::span<const float> inverse_frequencies;
  std::vector<StemWeights> stem;
  std::vector<LayerWeights> layers;
  NormWeights final_norm;

  PackedLinear first_stage_conv;
  std::span<const float> first_stage_out;
  float first_stage_bias = 0;

  const float* pool_weight = nullptr;
  float pool_bias = 0;
  PackedLinear classify_dense;
  PackedLinear classify_out;

  PackedLinear masked_lm_dense;
  NormWeights masked_lm_norm;
  PackedLinear masked_lm_decoder;

  PackedLinear token_head;

 private:
  class Builder;
  std::vector<kernels::AlignedBuffer> kept_;  // what the pointers above point into
};

}  // namespace seqlens::model
