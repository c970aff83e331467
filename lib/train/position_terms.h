#pragma once

#include <memory>
#include <optional>

#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"
#include "seqlens/model/position_tables.h"

#include "chunk_rows.h"
#include "linear_layer.h"
#include "norm_layer.h"
#include "number_map.h"

namespace seqlens::train {

/// What is added to the embeddings or stem features before the first layer: positions, token type 0, norm.
class PositionTerms {
 public:
  struct Saved {
    kernels::ScratchMatrix sum;  // before the norm
    NumberMap::Saved waves;      // of continuous positions
    NormLayer::Saved norm;
  };

  PositionTerms() = default;
  PositionTerms(const model::EncoderConfig& config, const model::ParameterLayout& layout);

  void load(const model::Parameters& parameters);
  /// y = norm(x + position + type). @param coordinates  (rows, dimensions) of continuous positions, else none
  void forward(const ChunkRows& rows, kernels::ConstMatrix coordinates, kernels::ConstMatrix x,
               kernels::Matrix y, Saved& saved) const;
  /// d: the gradient of y, becomes that of x.
  void backward(const ChunkRows& rows, kernels::Matrix d, const Saved& saved,
                kernels::AlignedBuffer& gemm_workspace, model::Parameters& gradients) const;

 private:
  void add_positions(kernels::Matrix sequence) const;

  std::unique_ptr<model::AngleTables> sinusoids_;  // none without sinusoidal positions
  std::optional<model::ContinuousPositions> continuous_;
  NumberMap waves_;
  bool has_norm_ = false;
  std::size_t offset_ = 0;
  const model::TensorSpec* position_ = nullptr;
  const model::TensorSpec* type_ = nullptr;
  kernels::ConstMatrix position_values_;
  const float* type_values_ = nullptr;
  NormLayer norm_;
};

}  // namespace seqlens::train
