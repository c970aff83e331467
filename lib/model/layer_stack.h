#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"
#include "seqlens/model/coordinates.h"
#include "seqlens/model/head_sink.h"
#include "seqlens/model/position_tables.h"
#include "seqlens/parallel/workspace_pool.h"

#include "encoder_weights.h"

namespace seqlens::model {

/// Who looks on while one sequence passes the layers.
struct LayerObservers {
  HeadSink* heads = nullptr;
  std::size_t sequence = 0;
  std::vector<std::vector<float>>* hidden_states = nullptr;  ///< gets the input of each layer
};

/// The Transformer layers and the final norm, in place on one sequence.
///
/// A layer is two passes: attention, head by head; then per block of rows everything else up to the next
/// layer's query-key-value product, while the block lies in L2; with a local convolution, which reads rows of
/// the neighbouring blocks, that product is a pass of its own. Heads and blocks are independent, so spreading
/// them over threads changes no bit.
class LayerStack {
 public:
  /// @param precision  that of the weights, and of attention
  LayerStack(const EncoderConfig& config, const EncoderWeights& weights, kernels::Precision precision);

  /// @param x       (T, D), the embedded sequence; becomes the last hidden state
  /// @param coordinates  (T, dimensions) of continuous positions, else none
  /// @param qkv     scratch of this sequence
  /// @param spread  heads and blocks of rows become tasks
  void run(kernels::Matrix x, kernels::ConstMatrix coordinates, kernels::ScratchMatrix& qkv,
           const LayerObservers& observers, bool spread) const;

 private:
  struct BlockScratch {
    kernels::ScratchMatrix normed;
    kernels::ScratchMatrix local;
    kernels::ScratchMatrix hidden;
  };
  struct Sequence;

  void prepare_attention(const Sequence& s, std::size_t layer, std::size_t first, std::size_t count,
                         BlockScratch& scratch) const;
  /// The input of the attention block of some rows: normed, if the norm stands there, and convolved.
  [[nodiscard]] kernels::ConstMatrix attention_input(const Sequence& s, std::size_t layer, std::size_t first,
                                                     std::size_t count, BlockScratch& scratch) const;
  void rotate(const Sequence& s, std::size_t first, std::size_t count) const;
  void attend(const Sequence& s, std::size_t layer, std::size_t head,
              kernels::AttentionWorkspace& workspace) const;
  void finish_layer(const Sequence& s, std::size_t layer, std::size_t first, std::size_t count,
                    BlockScratch& scratch) const;
  void feed_forward(kernels::ConstMatrix in, const LayerWeights& weights, kernels::Matrix x,
                    BlockScratch& scratch) const;
  /// What a block adds its output to: x, or nothing.
  [[nodiscard]] kernels::ConstMatrix residual(kernels::Matrix x) const;

  const EncoderConfig& config_;
  const EncoderWeights& weights_;
  kernels::Precision precision_;
  AngleTables rotary_;
  std::vector<float> slopes_;                            // ALiBi, else zeros
  std::vector<std::vector<RelativeFunction>> relative_;  // layer, head; empty without
  mutable parallel::WorkspacePool<BlockScratch> blocks_;
  mutable parallel::WorkspacePool<kernels::AttentionWorkspace> attention_;
};

}  // namespace seqlens::model
