#pragma once

#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"

#include "chunk_rows.h"
#include "conv_stem.h"
#include "linear_layer.h"

namespace seqlens::train {

/// The cheap classifier on the stem's features of one window: convolution, GELU, one weight per position and
/// channel.
class FirstStageHead {
 public:
  struct Saved {
    kernels::ScratchMatrix before;  // (B * positions, channels)
    kernels::ScratchMatrix after;   // the same; one window is one row of (B, positions * channels)
    kernels::ScratchMatrix logits;  // (B, 1)
  };
  struct Scratch {
    kernels::ScratchMatrix dafter;
    kernels::ScratchMatrix dwindows;
    kernels::AlignedBuffer gemm_workspace;
  };

  FirstStageHead() = default;
  FirstStageHead(const model::EncoderConfig& config, const model::ParameterLayout& layout);

  void load(const model::Parameters& parameters);
  /// features: dense rows, every sequence of the window's length. (B, 1), valid until the next call.
  kernels::Matrix forward(const ChunkRows& rows, kernels::ConstMatrix features, Saved& saved) const;
  /// Adds the gradient of features to dfeatures (dense).
  void backward(const ChunkRows& rows, kernels::ConstMatrix features, kernels::ConstMatrix dlogits,
                kernels::Matrix dfeatures, const Saved& saved, Scratch& scratch,
                model::Parameters& gradients) const;

 private:
  [[nodiscard]] std::size_t positions() const { return out_.inputs() / conv_.outputs(); }

  std::size_t kernel_ = 1;
  LinearLayer conv_, out_;
};

}  // namespace seqlens::train
