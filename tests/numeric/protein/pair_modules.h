#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "seqlens/protein/pair_transition.h"
#include "seqlens/protein/triangle_attention.h"
#include "seqlens/protein/triangle_multiplication.h"

namespace seqlens::test {

// For each module: its parameters under OpenFold's names, its parts given to use(name, vector), and one way
// to run it forward and backward.

template <class Use>
void each_of(protein::Linear& layer, const std::string& name, const Use& use) {
  use(name + ".weight", layer.weight);
  if (!layer.bias.empty()) use(name + ".bias", layer.bias);
}
template <class Use>
void each_of(protein::RowNorm& norm, const std::string& name, const Use& use) {
  use(name + ".weight", norm.weight);
  use(name + ".bias", norm.bias);
}
template <class Use>
void each_parameter(protein::TriangleMultiplication& module, const Use& use) {
  each_of(module.norm_in, "layer_norm_in", use);
  each_of(module.norm_out, "layer_norm_out", use);
  each_of(module.project_a, "linear_a_p", use);
  each_of(module.gate_a, "linear_a_g", use);
  each_of(module.project_b, "linear_b_p", use);
  each_of(module.gate_b, "linear_b_g", use);
  each_of(module.gate, "linear_g", use);
  each_of(module.out, "linear_z", use);
}
template <class Use>
void each_parameter(protein::TriangleAttention& module, const Use& use) {
  each_of(module.norm, "layer_norm", use);
  each_of(module.bias, "linear", use);
  each_of(module.query, "mha.linear_q", use);
  each_of(module.key, "mha.linear_k", use);
  each_of(module.value, "mha.linear_v", use);
  each_of(module.gate, "mha.linear_g", use);
  each_of(module.out, "mha.linear_o", use);
}
template <class Use>
void each_parameter(protein::PairTransition& module, const Use& use) {
  each_of(module.norm, "layer_norm", use);
  each_of(module.in, "linear_1", use);
  each_of(module.out, "linear_2", use);
}

/// The module with all its numbers 0: a gradient to add to.
template <class Module>
Module zero_like(Module module) {
  each_parameter(module, [](const std::string&, std::vector<float>& numbers) {
    for (float& number : numbers) number = 0;
  });
  return module;
}

template <class Module>
std::vector<float> forward(const Module& module, const std::vector<float>& z, std::size_t channels,
                           const std::vector<float>& mask, typename Module::Saved& saved) {
  std::vector<float> update(z.size());
  module.forward({z.data(), mask.size(), channels}, mask, {update.data(), mask.size(), channels}, saved);
  return update;
}

/// Gradient of sum(update * cotangent) with respect to z; that of the parameters is added to `gradient`.
template <class Module>
std::vector<float> backward(const Module& module, const std::vector<float>& z, std::size_t channels,
                            const std::vector<float>& mask, const typename Module::Saved& saved,
                            const std::vector<float>& cotangent, Module& gradient) {
  std::vector<float> dz(z.size());
  const kernels::ConstMatrix dupdate{cotangent.data(), mask.size(), channels};
  const kernels::Matrix dz_view{dz.data(), mask.size(), channels};
  if constexpr (requires { module.backward(saved, dupdate, gradient, dz_view); })
    module.backward(saved, dupdate, gradient, dz_view);
  else
    module.backward({z.data(), mask.size(), channels}, mask, saved, dupdate, gradient, dz_view);
  return dz;
}

}  // namespace seqlens::test
