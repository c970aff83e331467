#include "local_convolution.h"

#include "seqlens/kernels/local_convolution.h"

#include "linear_layer.h"

namespace seqlens::train {

LocalConvolution::LocalConvolution(const model::ParameterLayout& layout, const std::string& name)
    : weight_(&layout.at(name + ".weight")), bias_(&layout.at(name + ".bias")) {}

void LocalConvolution::load(const model::Parameters& parameters) {
  weight_values_ = tensor(parameters, *weight_);
  bias_values_ = tensor(parameters, *bias_).data;
}

void LocalConvolution::forward(const ChunkRows& rows, kernels::ConstMatrix x, kernels::Matrix y) const {
  for (std::size_t s = 0; s < rows.sequences(); ++s)
    kernels::local_convolution(rows.of(s, x), 0, weight_values_, bias_values_, rows.of(s, y));
}

void LocalConvolution::backward(const ChunkRows& rows, kernels::ConstMatrix x, kernels::ConstMatrix dy,
                                kernels::Matrix dx, model::Parameters& gradients) const {
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    kernels::local_convolution_backward(rows.of(s, x), weight_values_, rows.of(s, dy), rows.of(s, dx),
                                        tensor(gradients, *weight_), tensor(gradients, *bias_).data);
  }
}

}  // namespace seqlens::train
