#include "seqlens/protein/pair_layers.h"

#include <algorithm>
#include <cmath>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/norm.h"

namespace seqlens::protein {

using kernels::ConstMatrix;
using kernels::Matrix;

void Linear::forward(ConstMatrix x, Matrix y) const {
  kernels::PackedMatrix packed;
  packed.pack_transposed({weight.data(), outputs, inputs});
  kernels::Epilogue epilogue;
  epilogue.bias = bias.empty() ? nullptr : bias.data();
  kernels::gemm(x, packed, y, epilogue);
}

void Linear::backward(ConstMatrix x, ConstMatrix dy, Linear& gradient, Matrix dx, bool accumulate) const {
  kernels::AlignedBuffer workspace;
  kernels::gemm_transposed_accumulate(dy, x, {gradient.weight.data(), outputs, inputs}, workspace);
  if (!bias.empty()) kernels::sum_rows_accumulate(dy, gradient.bias.data());
  kernels::PackedMatrix packed;
  packed.pack({weight.data(), outputs, inputs});
  kernels::Epilogue epilogue;
  if (accumulate) epilogue.residual = dx;
  kernels::gemm(dy, packed, dx, epilogue);
}

void RowNorm::forward(ConstMatrix x, Matrix y, Statistics& statistics) const {
  constexpr float kEps = 1e-5F;
  statistics.means.resize(x.rows);
  statistics.inverse_deviations.resize(x.rows);
  kernels::layer_norm(x, weight.data(), bias.data(), kEps, y, statistics.means.data(),
                      statistics.inverse_deviations.data());
}

void RowNorm::backward(ConstMatrix x, const Statistics& statistics, ConstMatrix dy, RowNorm& gradient,
                       Matrix dx) const {
  kernels::layer_norm_backward(x, statistics.means.data(), statistics.inverse_deviations.data(),
                               weight.data(), dy, dx, gradient.weight.data(), gradient.bias.data());
}

void make_sigmoid(std::span<float> x) {
  for (float& value : x) value = 1.0F / (1.0F + std::exp(-value));
}

}  // namespace seqlens::protein
