#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"
#include "seqlens/model/coordinates.h"
#include "seqlens/model/position_tables.h"

#include "chunk_rows.h"
#include "linear_layer.h"

namespace seqlens::train {

/// Self-attention of one layer without norm, dropout and residual: x -> output(heads(query x, key x, value
/// x)).
class AttentionBlock {
 public:
  /// What the backward pass needs, and its scratch; one per chunk in flight and layer.
  struct Saved {
    kernels::ScratchMatrix query, key, value, attended;
    kernels::ConstMatrix coordinates;  // of the chunk
    std::vector<float> log_sum_exp;    // (H, rows)
  };
  struct Scratch {
    kernels::ScratchMatrix dattended, dquery, dkey, dvalue;
    kernels::AttentionWorkspace workspace;
    kernels::AlignedBuffer gemm_workspace;
    std::shared_ptr<const model::AngleTable> rotary;  ///< of a rotary model
  };

  AttentionBlock() = default;
  AttentionBlock(const model::EncoderConfig& config, const model::ParameterLayout& layout,
                 const std::string& name);

  void load(const model::Parameters& parameters);
  /// @param coordinates  (rows, dimensions) of continuous positions, else none
  /// The scratch's rotary table must cover the longest sequence of the chunk when the model is rotary.
  /// y = output(...) + residual.
  void forward(const ChunkRows& rows, kernels::ConstMatrix coordinates, kernels::ConstMatrix x,
               kernels::Matrix y, kernels::ConstMatrix residual, Saved& saved, Scratch& scratch) const;
  /// dx = gradient of x (+ residual); x as given to forward().
  void backward(const ChunkRows& rows, kernels::ConstMatrix x, kernels::ConstMatrix dy, kernels::Matrix dx,
                kernels::ConstMatrix residual, const Saved& saved, Scratch& scratch,
                model::Parameters& gradients) const;

 private:
  void rotate(const ChunkRows& rows, kernels::Matrix x, const model::AngleTable& table, float sign) const;
  class RelativeGradients;

  [[nodiscard]] kernels::AttentionOptions options(std::size_t head, const kernels::ScoreBias* bias) const;
  /// The bias of one head over one sequence; none without continuous positions.
  [[nodiscard]] std::optional<model::RelativeBias> bias(const ChunkRows& rows, std::size_t sequence,
                                                        std::size_t head,
                                                        kernels::ConstMatrix coordinates) const;

  std::size_t heads_ = 0;
  std::size_t head_width_ = 0;
  float scale_ = 1;
  bool rotary_ = false;
  std::vector<float> alibi_slopes_;  // empty without ALiBi
  std::optional<model::ContinuousPositions> continuous_;
  const model::TensorSpec* relative_ = nullptr;     // null without
  std::vector<model::RelativeFunction> functions_;  // of each head
  LinearLayer query_, key_, value_, output_;
};

}  // namespace seqlens::train
