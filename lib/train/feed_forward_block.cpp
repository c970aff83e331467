#include "feed_forward_block.h"

#include "seqlens/model/feed_forward_activation.h"

namespace seqlens::train {
FeedForwardBlock::FeedForwardBlock(const model::EncoderConfig& config, const model::ParameterLayout& layout,
                                   const std::string& name)
    : width_(static_cast<std::size_t>(config.feed_forward_width)),
      gated_(model::is_gated(config.feed_forward)),
      activation_(model::activation_of(config.feed_forward)),
      in_(layout, name + ".in"),
      out_(layout, name + ".out") {}

void FeedForwardBlock::load(const model::Parameters& parameters) {
  in_.load(parameters);
  out_.load(parameters);
}

void FeedForwardBlock::forward(kernels::ConstMatrix x, kernels::Matrix y, kernels::ConstMatrix residual,
                               Saved& saved) const {
  const kernels::Matrix before = saved.before.shape(x.rows, in_.outputs());
  const kernels::Matrix after = saved.after.shape(x.rows, width_);
  in_.forward(x, before);
  if (gated_) {
    kernels::gate(activation_, before.col_range(0, width_), before.col_range(width_, width_), after);
  } else {
    kernels::activate(activation_, before, after);
  }
  out_.forward(after, y, residual);
}

void FeedForwardBlock::backward(kernels::ConstMatrix x, kernels::ConstMatrix dy, kernels::Matrix dx,
                                kernels::ConstMatrix residual, const Saved& saved, Scratch& scratch,
                                model::Parameters& gradients) const {
  const kernels::Matrix before = saved.before.view();
  const kernels::Matrix dafter = scratch.dafter.shape(x.rows, width_);
  const kernels::Matrix dbefore = scratch.dbefore.shape(x.rows, in_.outputs());
  out_.add_weight_gradient(saved.after.view(), dy, gradients, scratch.gemm_workspace);
  out_.input_gradient(dy, dafter);
  if (gated_) {
    kernels::gate_backward(activation_, before.col_range(0, width_), before.col_range(width_, width_), dafter,
                           dbefore.col_range(0, width_), dbefore.col_range(width_, width_));
  } else {
    kernels::activate_backward(activation_, before, dafter, dbefore);
  }
  in_.add_weight_gradient(x, dbefore, gradients, scratch.gemm_workspace);
  in_.input_gradient(dbefore, dx, residual);
}

}  // namespace seqlens::train
