#pragma once

#include <cstddef>
#include <vector>

#include "seqlens/kernels/activation.h"

/// The kernels as double-precision loops, on dense row-major arrays.
namespace seqlens::test::reference {

double activation(kernels::Activation f, double x);

std::vector<double> softmax_rows(const std::vector<double>& x, std::size_t rows, std::size_t cols);

std::vector<double> layer_norm(const std::vector<double>& x, const std::vector<double>& weight,
                               const std::vector<double>& bias, double eps, std::size_t rows);

struct Attention {
  std::vector<double> out;            ///< (T, value width)
  std::vector<double> probabilities;  ///< (T, T)
  std::vector<double> log_sum_exp;    ///< T
};
Attention attention(const std::vector<double>& q, const std::vector<double>& k, const std::vector<double>& v,
                    std::size_t tokens, double scale, double slope);

struct AttentionGradients {
  std::vector<double> dq, dk, dv;
};
/// Of the sum of dout[i] * out[i].
AttentionGradients attention_gradients(const std::vector<double>& q, const std::vector<double>& k,
                                       const std::vector<double>& v, const std::vector<double>& dout,
                                       std::size_t tokens, double scale, double slope);

}  // namespace seqlens::test::reference
