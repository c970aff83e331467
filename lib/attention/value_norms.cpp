#include "seqlens/attention/value_norms.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/vector_ops.h"

namespace seqlens::attention {
namespace {

/// W_O is (D, D), an output a row; columns [first, first + size) read the head.
std::vector<float> quadratic_form(kernels::ConstMatrix output, std::size_t first, std::size_t size) {
  std::vector<float> form(size * size);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      double sum = 0;
      for (std::size_t row = 0; row < output.rows; ++row)
        sum += static_cast<double>(output.at(row, first + i)) * output.at(row, first + j);
      form[i * size + j] = static_cast<float>(sum);
    }
  }
  return form;
}

}  // namespace

ValueNorms::ValueNorms(const model::EncoderConfig& config, const model::WeightSource& weights)
    : heads_(static_cast<std::size_t>(config.heads)) {
  const auto size = static_cast<std::size_t>(config.head_width());
  for (int layer = 0; layer < config.layers; ++layer) {
    const auto values = values_of(weights, fmt::format("layer.{}.attention.output.weight", layer));
    const auto width = static_cast<std::size_t>(config.width);
    const kernels::ConstMatrix output{values.data(), width, width};
    for (std::size_t head = 0; head < heads_; ++head) {
      const auto form = quadratic_form(output, head * size, size);
      forms_.emplace_back().pack({form.data(), size, size});
    }
  }
}

void ValueNorms::compute(const HeadId& id, kernels::ConstMatrix values, std::span<float> norms,
                         std::vector<float>& scratch) const {
  const auto& form = forms_[static_cast<std::size_t>(id.layer) * heads_ + static_cast<std::size_t>(id.head)];
  scratch.resize(values.rows * values.cols);
  const kernels::Matrix product{scratch.data(), values.rows, values.cols};
  kernels::gemm(values, form, product);
  for (std::size_t t = 0; t < values.rows; ++t)
    norms[t] = std::sqrt(std::max(0.0F, kernels::dot(values.row(t), product.row(t), values.cols)));
}

}  // namespace seqlens::attention
