#pragma once

#include <vector>

#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"

#include "chunk_rows.h"
#include "linear_layer.h"

namespace seqlens::train {

/// Pooling over the positions of a sequence, [dense tanh], logits; forward and backward.
class ClassifyHead {
 public:
  struct Saved {
    kernels::ScratchMatrix pooled;  // (B, D)
    kernels::ScratchMatrix dense;   // (B, D), after tanh
    kernels::ScratchMatrix logits;  // (B, labels)
    std::vector<float> weights;     // one per row: attention pooling
  };
  struct Scratch {
    kernels::ScratchMatrix dpooled, ddense;
    kernels::AlignedBuffer gemm_workspace;
  };

  ClassifyHead() = default;
  ClassifyHead(const model::EncoderConfig& config, const model::ParameterLayout& layout);

  void load(const model::Parameters& parameters);
  /// hidden (rows, D) -> (B, labels), valid until the next call.
  kernels::Matrix forward(const ChunkRows& rows, kernels::ConstMatrix hidden, Saved& saved) const;
  /// Adds the gradient of hidden to dhidden.
  void backward(const ChunkRows& rows, kernels::ConstMatrix hidden, kernels::ConstMatrix dlogits,
                kernels::Matrix dhidden, const Saved& saved, Scratch& scratch,
                model::Parameters& gradients) const;

 private:
  void pool(kernels::ConstMatrix sequence, float* weights, float* pooled) const;
  void pool_backward(kernels::ConstMatrix sequence, const float* weights, const float* dpooled,
                     kernels::Matrix dsequence, model::Parameters& gradients) const;

  model::Pooling pooling_ = model::Pooling::cls;
  bool has_dense_ = false;
  const model::TensorSpec* pool_weight_ = nullptr;
  const float* pool_values_ = nullptr;
  LinearLayer dense_, out_;
};

}  // namespace seqlens::train
