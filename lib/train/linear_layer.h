#pragma once

#include <string>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/packed_matrix.h"
#include "seqlens/model/parameters.h"

namespace seqlens::train {

/// y = x W^T + b with W (out, in) somewhere in the flat parameters, and its gradients.
class LinearLayer {
 public:
  LinearLayer() = default;
  /// `name` is the common part: "layer.0.attention.query" has .weight and perhaps .bias.
  LinearLayer(const model::ParameterLayout& layout, const std::string& name);
  LinearLayer(const model::ParameterLayout& layout, const std::string& weight, const std::string& bias);

  [[nodiscard]] std::size_t outputs() const { return weight_->rows; }
  [[nodiscard]] std::size_t inputs() const { return weight_->cols; }

  /// Packs both directions; call after each update. Keeps a pointer to the parameters (for the bias).
  void load(const model::Parameters& parameters);

  /// y = x W^T + b, then + residual if there is one. Rows of x may overlap.
  void forward(kernels::ConstMatrix x, kernels::Matrix y, kernels::ConstMatrix residual = {}) const;

  /// Adds dW = dy^T x and db to `gradients`.
  void add_weight_gradient(kernels::ConstMatrix x, kernels::ConstMatrix dy, model::Parameters& gradients,
                           kernels::AlignedBuffer& workspace) const;
  /// dx = dy W, then + residual if there is one (which may be dx: it then accumulates).
  void input_gradient(kernels::ConstMatrix dy, kernels::Matrix dx, kernels::ConstMatrix residual = {}) const;

 private:
  const model::TensorSpec* weight_ = nullptr;  // owned by the layout, which outlives us
  const model::TensorSpec* bias_ = nullptr;
  const float* bias_values_ = nullptr;
  kernels::PackedMatrix forward_;
  kernels::PackedMatrix backward_;
};

/// The tensor of a spec inside the flat array, for reading or adding.
[[nodiscard]] kernels::Matrix tensor(model::Parameters& parameters, const model::TensorSpec& spec);
[[nodiscard]] kernels::ConstMatrix tensor(const model::Parameters& parameters, const model::TensorSpec& spec);

}  // namespace seqlens::train
