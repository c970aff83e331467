#pragma once

#include <string>
#include <vector>

#include "seqlens/kernels/norm.h"

#include "linear_layer.h"

namespace seqlens::train {

/// Layer norm with the statistics that its backward pass needs. One that was made from no layout, of a model
/// without norms, copies.
class NormLayer {
 public:
  struct Saved {
    std::vector<float> means;
    std::vector<float> inverse_deviations;
  };

  NormLayer() = default;
  NormLayer(const model::ParameterLayout& layout, const std::string& name, float eps);

  void load(const model::Parameters& parameters);
  void forward(kernels::ConstMatrix x, kernels::Matrix y, Saved& saved) const;
  /// x is what forward() got; dx may be dy.
  void backward(kernels::ConstMatrix x, const Saved& saved, kernels::ConstMatrix dy, kernels::Matrix dx,
                model::Parameters& gradients) const;

 private:
  const model::TensorSpec* weight_ = nullptr;
  const model::TensorSpec* bias_ = nullptr;
  float eps_ = 0;
  const float* weight_values_ = nullptr;
  const float* bias_values_ = nullptr;
};

}  // namespace seqlens::train
