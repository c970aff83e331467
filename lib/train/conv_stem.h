#pragma once

#include <array>
#include <vector>

#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"

#include "chunk_rows.h"
#include "linear_layer.h"
#include "norm_layer.h"

namespace seqlens::train {

/// The valid convolutions between token embeddings and encoder: each a product over overlapping rows, GELU,
/// norm.
class ConvStem {
 public:
  struct LayerSaved {
    ChunkRows in_rows;
    kernels::ScratchMatrix before;  // product + bias
    kernels::ScratchMatrix after;   // gelu
    kernels::ScratchMatrix normed;
    NormLayer::Saved norm;
  };
  struct Saved {
    std::vector<LayerSaved> layers;
  };
  struct Scratch {
    kernels::ScratchMatrix dwindows;
    std::array<kernels::ScratchMatrix, 2> din;  // of a layer and of the one below
    kernels::AlignedBuffer gemm_workspace;
  };

  ConvStem() = default;
  ConvStem(const model::EncoderConfig& config, const model::ParameterLayout& layout);

  void load(const model::Parameters& parameters);
  /// x: token embeddings with dense rows (stride = columns), because windows of rows are read as one row.
  /// Returns the features and sets `out_rows` to where each sequence lies in them.
  [[nodiscard]] kernels::Matrix forward(const ChunkRows& rows, kernels::ConstMatrix x, Saved& saved,
                                        ChunkRows& out_rows) const;
  /// dfeatures is overwritten. Returns the gradient of x, valid until the next call with this scratch.
  [[nodiscard]] kernels::Matrix backward(kernels::ConstMatrix x, kernels::Matrix dfeatures,
                                         const Saved& saved, Scratch& scratch,
                                         model::Parameters& gradients) const;

 private:
  struct Layer {
    std::size_t channels_in = 0;
    std::size_t channels = 0;
    std::size_t kernel = 1;
    std::size_t stride = 1;
    bool has_norm = true;
    LinearLayer linear;
    NormLayer norm;
  };

  std::vector<Layer> layers_;
};

/// The rows that a valid convolution reads: (T', kernel * channels), each `stride` rows after the one before.
/// x must be dense.
[[nodiscard]] kernels::ConstMatrix convolution_windows(kernels::ConstMatrix x, std::size_t kernel,
                                                       std::size_t stride);
/// Adds the gradient of such windows to the rows they cover (x dense).
void add_window_gradient(kernels::ConstMatrix dwindows, std::size_t stride, kernels::Matrix dx);

}  // namespace seqlens::train
