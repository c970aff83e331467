#include "encoder_layer.h"

#include "add_matrix.h"

namespace seqlens::train {
EncoderLayer::EncoderLayer(const model::EncoderConfig& config, const model::ParameterLayout& layout,
                           int index)
    : index_(static_cast<std::uint64_t>(index)),
      pre_(config.norm_placement != model::NormPlacement::post),
      has_local_(config.local_kernel > 0),
      residuals_(!config.without_residuals) {
  const std::string name = "layer." + std::to_string(index);
  if (config.norm_placement != model::NormPlacement::none) {
    attention_norm_ = NormLayer(layout, name + ".attention.norm", config.norm_eps);
    feed_forward_norm_ = NormLayer(layout, name + ".feed_forward.norm", config.norm_eps);
  }
  if (has_local_) local_ = LocalConvolution(layout, name + ".attention.local");
  attention_ = AttentionBlock(config, layout, name + ".attention");
  feed_forward_ = FeedForwardBlock(config, layout, name + ".feed_forward");
}

void EncoderLayer::load(const model::Parameters& parameters) {
  attention_norm_.load(parameters);
  feed_forward_norm_.load(parameters);
  if (has_local_) local_.load(parameters);
  attention_.load(parameters);
  feed_forward_.load(parameters);
}

void EncoderLayer::forward(const ChunkRows& rows, kernels::ConstMatrix coordinates,
                           std::span<const std::uint64_t> keys, kernels::ConstMatrix x, kernels::Matrix y,
                           Saved& saved, Scratch& scratch) const {
  // Without dropout the residual is added in the epilogue of the last product; with it, between mask and sum.
  const auto add_branch = [&](std::uint64_t place, kernels::ConstMatrix residual, kernels::Matrix sum,
                              auto&& branch) {
    if (!residuals_) residual = {};
    if (!dropout_.active()) {
      branch(sum, residual);
      return;
    }
    branch(sum, kernels::ConstMatrix{});
    dropout_.apply(rows, keys, place, sum);
    if (residual.data) add_matrix(residual, sum);
  };
  const kernels::Matrix normed = saved.attention_normed.shape(x.rows, x.cols);
  const kernels::Matrix sum = saved.attention_sum.shape(x.rows, x.cols);
  if (pre_) attention_norm_.forward(x, normed, saved.attention_norm);
  add_branch(attention_place(), x, sum, [&](kernels::Matrix out, kernels::ConstMatrix residual) {
    attention_.forward(rows, coordinates,
                       attention_input(rows, pre_ ? kernels::ConstMatrix(normed) : x, saved), out, residual,
                       saved.attention, scratch.attention);
  });
  if (!pre_) attention_norm_.forward(sum, normed, saved.attention_norm);

  if (pre_) {
    const kernels::Matrix normed_again = saved.feed_forward_normed.shape(x.rows, x.cols);
    feed_forward_norm_.forward(sum, normed_again, saved.feed_forward_norm);
    add_branch(feed_forward_place(), sum, y, [&](kernels::Matrix out, kernels::ConstMatrix residual) {
      feed_forward_.forward(normed_again, out, residual, saved.feed_forward);
    });
  } else {
    const kernels::Matrix second_sum = saved.feed_forward_sum.shape(x.rows, x.cols);
    add_branch(feed_forward_place(), normed, second_sum,
               [&](kernels::Matrix out, kernels::ConstMatrix residual) {
                 feed_forward_.forward(normed, out, residual, saved.feed_forward);
               });
    feed_forward_norm_.forward(second_sum, y, saved.feed_forward_norm);
  }
}

void EncoderLayer::backward(const ChunkRows& rows, std::span<const std::uint64_t> keys,
                            kernels::ConstMatrix x, kernels::Matrix d, const Saved& saved, Scratch& scratch,
                            model::Parameters& gradients) const {
  if (pre_) {
    backward_pre(rows, keys, x, d, saved, scratch, gradients);
  } else {
    backward_post(rows, keys, x, d, saved, scratch, gradients);
  }
}

kernels::ConstMatrix EncoderLayer::into_branch(const ChunkRows& rows, std::span<const std::uint64_t> keys,
                                               std::uint64_t place, kernels::ConstMatrix d,
                                               Scratch& scratch) const {
  if (!dropout_.active()) return d;
  const kernels::Matrix masked = scratch.branch.shape(d.rows, d.cols);
  kernels::copy_matrix(d, masked);
  dropout_.apply(rows, keys, place, masked);
  return masked;
}

kernels::ConstMatrix EncoderLayer::attention_input(const ChunkRows& rows, kernels::ConstMatrix in,
                                                   Saved& saved) const {
  if (!has_local_) return in;
  const kernels::Matrix local = saved.local.shape(in.rows, in.cols);
  local_.forward(rows, in, local);
  return local;
}

kernels::Matrix EncoderLayer::attention_backward(const ChunkRows& rows, kernels::ConstMatrix in,
                                                 kernels::ConstMatrix d, const Saved& saved, Scratch& scratch,
                                                 model::Parameters& gradients) const {
  const kernels::Matrix through = scratch.through.shape(d.rows, d.cols);
  attention_.backward(rows, has_local_ ? kernels::ConstMatrix(saved.local.view()) : in, d, through, {},
                      saved.attention, scratch.attention, gradients);
  if (!has_local_) return through;
  const kernels::Matrix dlocal = scratch.dlocal.shape(d.rows, d.cols);
  local_.backward(rows, in, through, dlocal, gradients);
  return dlocal;
}

void EncoderLayer::backward_pre(const ChunkRows& rows, std::span<const std::uint64_t> keys,
                                kernels::ConstMatrix x, kernels::Matrix d, const Saved& saved,
                                Scratch& scratch, model::Parameters& gradients) const {
  const kernels::Matrix through = scratch.through.shape(d.rows, d.cols);
  feed_forward_.backward(saved.feed_forward_normed.view(),
                         into_branch(rows, keys, feed_forward_place(), d, scratch), through, {},
                         saved.feed_forward, scratch.feed_forward, gradients);
  feed_forward_norm_.backward(saved.attention_sum.view(), saved.feed_forward_norm, through, through,
                              gradients);
  leave_branch(through, d);
  const kernels::Matrix dnormed =
      attention_backward(rows, saved.attention_normed.view(),
                         into_branch(rows, keys, attention_place(), d, scratch), saved, scratch, gradients);
  attention_norm_.backward(x, saved.attention_norm, dnormed, dnormed, gradients);
  leave_branch(dnormed, d);
}

void EncoderLayer::leave_branch(kernels::ConstMatrix through, kernels::Matrix d) const {
  if (residuals_)
    add_matrix(through, d);
  else
    kernels::copy_matrix(through, d);
}

void EncoderLayer::backward_post(const ChunkRows& rows, std::span<const std::uint64_t> keys,
                                 kernels::ConstMatrix x, kernels::Matrix d, const Saved& saved,
                                 Scratch& scratch, model::Parameters& gradients) const {
  const kernels::Matrix through = scratch.through.shape(d.rows, d.cols);
  feed_forward_norm_.backward(saved.feed_forward_sum.view(), saved.feed_forward_norm, d, d, gradients);
  feed_forward_.backward(saved.attention_normed.view(),
                         into_branch(rows, keys, feed_forward_place(), d, scratch), through, residual(d),
                         saved.feed_forward, scratch.feed_forward, gradients);
  attention_norm_.backward(saved.attention_sum.view(), saved.attention_norm, through, d, gradients);
  leave_branch(attention_backward(rows, x, into_branch(rows, keys, attention_place(), d, scratch), saved,
                                  scratch, gradients),
               d);
}

}  // namespace seqlens::train
