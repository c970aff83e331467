#pragma once

#include <span>

#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"

#include "linear_layer.h"
#include "norm_layer.h"

namespace seqlens::train {

/// [dense, GELU, norm], decoder, on chosen rows of the hidden state; forward and backward.
class MaskedLmHead {
 public:
  struct Saved {
    kernels::ScratchMatrix picked;  // chosen rows of hidden
    kernels::ScratchMatrix before, after, normed;
    kernels::ScratchMatrix logits;
    NormLayer::Saved norm;
  };
  struct Scratch {
    kernels::ScratchMatrix dnormed, dpicked;
    kernels::AlignedBuffer gemm_workspace;
  };

  MaskedLmHead() = default;
  MaskedLmHead(const model::EncoderConfig& config, const model::ParameterLayout& layout);

  void load(const model::Parameters& parameters);
  /// (chosen rows, predictions_per_token * V), valid until the next call.
  kernels::Matrix forward(kernels::ConstMatrix hidden, std::span<const std::size_t> chosen,
                          Saved& saved) const;
  /// Adds the gradient of hidden to dhidden.
  void backward(std::span<const std::size_t> chosen, kernels::ConstMatrix dlogits, kernels::Matrix dhidden,
                const Saved& saved, Scratch& scratch, model::Parameters& gradients) const;

 private:
  bool has_transform_ = true;
  LinearLayer dense_, decoder_;
  NormLayer norm_;
};

}  // namespace seqlens::train
