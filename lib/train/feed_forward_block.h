#pragma once

#include <string>

#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"

#include "linear_layer.h"

namespace seqlens::train {

/// The feed-forward half of a layer without norm, dropout and residual: out(f(in x)), or for gated units
/// out(f(gate) * value) with gate and value the two halves of (in x).
class FeedForwardBlock {
 public:
  struct Saved {
    kernels::ScratchMatrix before;  // (rows, F or 2F): in x
    kernels::ScratchMatrix after;   // (rows, F)
  };
  struct Scratch {
    kernels::ScratchMatrix dbefore, dafter;
    kernels::AlignedBuffer gemm_workspace;
  };

  FeedForwardBlock() = default;
  FeedForwardBlock(const model::EncoderConfig& config, const model::ParameterLayout& layout,
                   const std::string& name);

  void load(const model::Parameters& parameters);
  /// y = block(x) + residual.
  void forward(kernels::ConstMatrix x, kernels::Matrix y, kernels::ConstMatrix residual, Saved& saved) const;
  /// dx = gradient of x (+ residual).
  void backward(kernels::ConstMatrix x, kernels::ConstMatrix dy, kernels::Matrix dx,
                kernels::ConstMatrix residual, const Saved& saved, Scratch& scratch,
                model::Parameters& gradients) const;

 private:
  std::size_t width_ = 0;
  bool gated_ = false;
  kernels::Activation activation_ = kernels::Activation::gelu;
  LinearLayer in_, out_;
};

}  // namespace seqlens::train
