#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "seqlens/model/config.h"

#include "attention_block.h"
#include "chunk_rows.h"
#include "dropout.h"
#include "feed_forward_block.h"
#include "local_convolution.h"
#include "norm_layer.h"

namespace seqlens::train {

/// One layer of the encoder, in either norm placement, or as pre without norms; without residuals what is
/// added to is left out:
///   pre:  m = x + attention(norm x);    y = m + feed_forward(norm m)
///   post: m = norm(x + attention(x));   y = norm(m + feed_forward(m))
/// With a local convolution, attention reads local(norm x) or local(x).
class EncoderLayer {
 public:
  struct Saved {
    kernels::ScratchMatrix attention_normed;     // pre: norm x;  post: m
    kernels::ScratchMatrix local;                // what attention reads, with a local convolution
    kernels::ScratchMatrix attention_sum;        // x + attention(..); in pre-norm this is m
    kernels::ScratchMatrix feed_forward_normed;  // pre: norm m
    kernels::ScratchMatrix feed_forward_sum;     // post: m + feed_forward(m)
    NormLayer::Saved attention_norm, feed_forward_norm;
    AttentionBlock::Saved attention;
    FeedForwardBlock::Saved feed_forward;
  };
  struct Scratch {
    kernels::ScratchMatrix branch;   // output of a branch or its gradient, before dropout
    kernels::ScratchMatrix through;  // gradient on its way through a norm
    kernels::ScratchMatrix dlocal;   // gradient of what the local convolution reads
    AttentionBlock::Scratch attention;
    FeedForwardBlock::Scratch feed_forward;
  };

  EncoderLayer() = default;
  EncoderLayer(const model::EncoderConfig& config, const model::ParameterLayout& layout, int index);

  void load(const model::Parameters& parameters);
  void set_dropout(const Dropout& dropout) { dropout_ = dropout; }

  /// x, y (rows, D); x must stay as it is until backward().
  /// @param coordinates  (rows, dimensions) of continuous positions, else none; they stay too
  void forward(const ChunkRows& rows, kernels::ConstMatrix coordinates, std::span<const std::uint64_t> keys,
               kernels::ConstMatrix x, kernels::Matrix y, Saved& saved, Scratch& scratch) const;
  /// `d` is the gradient of y and becomes that of x.
  void backward(const ChunkRows& rows, std::span<const std::uint64_t> keys, kernels::ConstMatrix x,
                kernels::Matrix d, const Saved& saved, Scratch& scratch, model::Parameters& gradients) const;

 private:
  /// What attention reads, given the block's input `in`.
  [[nodiscard]] kernels::ConstMatrix attention_input(const ChunkRows& rows, kernels::ConstMatrix in,
                                                     Saved& saved) const;
  /// Gradient of the attention block's input `in` from that of its output (d, masked), as scratch.
  [[nodiscard]] kernels::Matrix attention_backward(const ChunkRows& rows, kernels::ConstMatrix in,
                                                   kernels::ConstMatrix d, const Saved& saved,
                                                   Scratch& scratch, model::Parameters& gradients) const;
  void backward_pre(const ChunkRows& rows, std::span<const std::uint64_t> keys, kernels::ConstMatrix x,
                    kernels::Matrix d, const Saved& saved, Scratch& scratch,
                    model::Parameters& gradients) const;
  void backward_post(const ChunkRows& rows, std::span<const std::uint64_t> keys, kernels::ConstMatrix x,
                     kernels::Matrix d, const Saved& saved, Scratch& scratch,
                     model::Parameters& gradients) const;
  /// The gradient that enters a branch: d itself, or a masked copy.
  [[nodiscard]] kernels::ConstMatrix into_branch(const ChunkRows& rows, std::span<const std::uint64_t> keys,
                                                 std::uint64_t place, kernels::ConstMatrix d,
                                                 Scratch& scratch) const;
  /// The gradient that comes out of a branch joins `d`, that of what went around it.
  void leave_branch(kernels::ConstMatrix through, kernels::Matrix d) const;
  [[nodiscard]] kernels::ConstMatrix residual(kernels::ConstMatrix d) const {
    return residuals_ ? d : kernels::ConstMatrix{};
  }
  [[nodiscard]] std::uint64_t attention_place() const { return 2 * index_; }
  [[nodiscard]] std::uint64_t feed_forward_place() const { return 2 * index_ + 1; }

  std::uint64_t index_ = 0;
  bool pre_ = true;
  bool has_local_ = false;
  bool residuals_ = true;
  Dropout dropout_;
  NormLayer attention_norm_, feed_forward_norm_;
  LocalConvolution local_;
  AttentionBlock attention_;
  FeedForwardBlock feed_forward_;
};

}  // namespace seqlens::train
