#include "norm_layer.h"

#include "seqlens/kernels/scratch_matrix.h"

namespace seqlens::train {

NormLayer::NormLayer(const model::ParameterLayout& layout, const std::string& name, float eps)
    : weight_(&layout.at(name + ".weight")), bias_(&layout.at(name + ".bias")), eps_(eps) {}

void NormLayer::load(const model::Parameters& parameters) {
  if (!weight_) return;
  weight_values_ = tensor(parameters, *weight_).data;
  bias_values_ = tensor(parameters, *bias_).data;
}

void NormLayer::forward(kernels::ConstMatrix x, kernels::Matrix y, Saved& saved) const {
  if (!weight_) {
    kernels::copy_matrix(x, y);
    return;
  }
  saved.means.resize(x.rows);
  saved.inverse_deviations.resize(x.rows);
  kernels::layer_norm(x, weight_values_, bias_values_, eps_, y, saved.means.data(),
                      saved.inverse_deviations.data());
}

void NormLayer::backward(kernels::ConstMatrix x, const Saved& saved, kernels::ConstMatrix dy,
                         kernels::Matrix dx, model::Parameters& gradients) const {
  if (!weight_) {
    if (dx.data != dy.data) kernels::copy_matrix(dy, dx);
    return;
  }
  kernels::layer_norm_backward(x, saved.means.data(), saved.inverse_deviations.data(), weight_values_, dy, dx,
                               tensor(gradients, *weight_).data, tensor(gradients, *bias_).data);
}

}  // namespace seqlens::train
