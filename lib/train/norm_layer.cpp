#include "norm_layer.h"

namespace seqlens::train {

NormLayer::NormLayer(const model::ParameterLayout& layout, const std::string& name, float eps)
    : weight_(&layout.at(name + ".weight")), bias_(&layout.at(name + ".bias")), eps_(eps) {}

void NormLayer::load(const model::Parameters& parameters) {
  weight_values_ = tensor(parameters, *weight_).data;
  bias_values_ = tensor(parameters, *bias_).data;
}

void NormLayer::forward(kernels::ConstMatrix x, kernels::Matrix y, Saved& saved) const {
  saved.means.resize(x.rows);
  saved.inverse_deviations.resize(x.rows);
  kernels::layer_norm(x, weight_values_, bias_values_, eps_, y, saved.means.data(),
                      saved.inverse_deviations.data());
}

void NormLayer::backward(kernels::ConstMatrix x, const Saved& saved, kernels::ConstMatrix dy,
                         kernels::Matrix dx, model::Parameters& gradients) const {
  kernels::layer_norm_backward(x, saved.means.data(), saved.inverse_deviations.data(), weight_values_, dy, dx,
                               tensor(gradients, *weight_).data, tensor(gradients, *bias_).data);
}

}  // namespace seqlens::train
