#pragma once

#include <span>
#include <string>
#include <vector>

#include "seqlens/kernels/attention.h"
#include "seqlens/model/config.h"

#include "chunk_rows.h"
#include "growing_matrix.h"
#include "linear_layer.h"

namespace seqlens::train {

/// Cosines and sines of the rotary embedding for the positions seen so far; (T, head width / 2).
class RotaryTable {
 public:
  /// @param inv_freq  head width / 2 floats
  void cover(std::size_t positions, std::span<const float> inv_freq);
  [[nodiscard]] kernels::ConstMatrix cosines(std::size_t positions) const {
    return cos_.view().row_range(0, positions);
  }
  [[nodiscard]] kernels::ConstMatrix sines(std::size_t positions) const {
    return sin_.view().row_range(0, positions);
  }

 private:
  GrowingMatrix cos_;
  GrowingMatrix sin_;
};

/// Self-attention of one layer without norm, dropout and residual: x -> output(heads(query x, key x, value
/// x)).
class AttentionBlock {
 public:
  /// What the backward pass needs, and its scratch; one per chunk in flight and layer.
  struct Saved {
    GrowingMatrix query, key, value, attended;
    std::vector<float> log_sum_exp;  // (H, rows)
  };
  struct Scratch {
    GrowingMatrix dattended, dquery, dkey, dvalue;
    kernels::AttentionWorkspace workspace;
    kernels::AlignedBuffer gemm_workspace;
    RotaryTable rotary;
  };

  AttentionBlock() = default;
  AttentionBlock(const model::EncoderConfig& config, const model::ParameterLayout& layout,
                 const std::string& name);

  void load(const model::Parameters& parameters);
  /// The scratch's rotary table must cover the longest sequence of the chunk when the model is rotary.
  /// y = output(...) + residual.
  void forward(const ChunkRows& rows, kernels::ConstMatrix x, kernels::Matrix y,
               kernels::ConstMatrix residual, Saved& saved, Scratch& scratch) const;
  /// dx = gradient of x (+ residual); x as given to forward().
  void backward(const ChunkRows& rows, kernels::ConstMatrix x, kernels::ConstMatrix dy, kernels::Matrix dx,
                kernels::ConstMatrix residual, const Saved& saved, Scratch& scratch,
                model::Parameters& gradients) const;

 private:
  void rotate(const ChunkRows& rows, kernels::Matrix x, const RotaryTable& table, float sign) const;
  [[nodiscard]] kernels::AttentionOptions options(std::size_t head) const;

  std::size_t heads_ = 0;
  std::size_t head_width_ = 0;
  bool rotary_ = false;
  std::vector<float> alibi_slopes_;  // empty without ALiBi
  LinearLayer query_, key_, value_, output_;
};

}  // namespace seqlens::train
