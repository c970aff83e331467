#include "linear_layer.h"

namespace seqlens::train {

kernels::Matrix tensor(model::Parameters& parameters, const model::TensorSpec& spec) {
  return {parameters.values().data() + spec.offset, spec.rows, spec.cols};
}

kernels::ConstMatrix tensor(const model::Parameters& parameters, const model::TensorSpec& spec) {
  return {parameters.values().data() + spec.offset, spec.rows, spec.cols};
}

LinearLayer::LinearLayer(const model::ParameterLayout& layout, const std::string& name)
    : LinearLayer(layout, name + ".weight", name + ".bias") {}

LinearLayer::LinearLayer(const model::ParameterLayout& layout, const std::string& weight,
                         const std::string& bias)
    : weight_(&layout.at(weight)), bias_(layout.find(bias)) {}

void LinearLayer::load(const model::Parameters& parameters) {
  const kernels::ConstMatrix weight = tensor(parameters, *weight_);
  forward_.pack_transposed(weight);
  backward_.pack(weight);
  bias_values_ = bias_ ? tensor(parameters, *bias_).data : nullptr;
}

void LinearLayer::forward(kernels::ConstMatrix x, kernels::Matrix y, kernels::ConstMatrix residual) const {
  kernels::gemm(x, forward_, y,
                {.bias = bias_values_, .activation = kernels::Activation::none, .residual = residual});
}

void LinearLayer::add_weight_gradient(kernels::ConstMatrix x, kernels::ConstMatrix dy,
                                      model::Parameters& gradients, kernels::AlignedBuffer& workspace) const {
  kernels::gemm_transposed_accumulate(dy, x, tensor(gradients, *weight_), workspace);
  if (bias_) kernels::sum_rows_accumulate(dy, tensor(gradients, *bias_).data);
}

void LinearLayer::input_gradient(kernels::ConstMatrix dy, kernels::Matrix dx,
                                 kernels::ConstMatrix residual) const {
  kernels::gemm(dy, backward_, dx,
                {.bias = nullptr, .activation = kernels::Activation::none, .residual = residual});
}

}  // namespace seqlens::train
