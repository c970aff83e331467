#pragma once

#include <string>

#include "seqlens/model/parameters.h"

#include "chunk_rows.h"

namespace seqlens::train {

/// The depthwise convolution that a layer adds to the input of its attention block
/// (EncoderConfig::local_kernel), sequence by sequence.
class LocalConvolution {
 public:
  LocalConvolution() = default;
  /// `name`: "layer.0.attention.local" has .weight and .bias.
  LocalConvolution(const model::ParameterLayout& layout, const std::string& name);

  void load(const model::Parameters& parameters);
  void forward(const ChunkRows& rows, kernels::ConstMatrix x, kernels::Matrix y) const;
  /// dx, which is overwritten, from dy; x as given to forward().
  void backward(const ChunkRows& rows, kernels::ConstMatrix x, kernels::ConstMatrix dy, kernels::Matrix dx,
                model::Parameters& gradients) const;

 private:
  const model::TensorSpec* weight_ = nullptr;  // owned by the layout, which outlives us
  const model::TensorSpec* bias_ = nullptr;
  kernels::ConstMatrix weight_values_;
  const float* bias_values_ = nullptr;
};

}  // namespace seqlens::train
