#include "references.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace seqlens::test::reference {

double activation(kernels::Activation f, double x) {
  switch (f) {
    case kernels::Activation::none:
      return x;
    case kernels::Activation::relu:
      return x > 0 ? x : 0;
    case kernels::Activation::gelu:
      return 0.5 * x * std::erfc(-x / std::numbers::sqrt2);
    case kernels::Activation::gelu_tanh:
      return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
    case kernels::Activation::silu:
      return x / (1 + std::exp(-x));
  }
  return NAN;
}

std::vector<double> softmax_rows(const std::vector<double>& x, std::size_t rows, std::size_t cols) {
  std::vector<double> y(x.size());
  for (std::size_t r = 0; r < rows; ++r) {
    const double* in = x.data() + r * cols;
    double* out = y.data() + r * cols;
    const double top = *std::max_element(in, in + cols);
    double sum = 0;
    for (std::size_t i = 0; i < cols; ++i) sum += out[i] = std::exp(in[i] - top);
    for (std::size_t i = 0; i < cols; ++i) out[i] /= sum;
  }
  return y;
}

std::vector<double> layer_norm(const std::vector<double>& x, const std::vector<double>& weight,
                               const std::vector<double>& bias, double eps, std::size_t rows) {
  const std::size_t cols = weight.size();
  std::vector<double> y(x.size());
  for (std::size_t r = 0; r < rows; ++r) {
    const double* in = x.data() + r * cols;
    double mean = 0;
    for (std::size_t i = 0; i < cols; ++i) mean += in[i] / static_cast<double>(cols);
    double variance = 0;
    for (std::size_t i = 0; i < cols; ++i)
      variance += (in[i] - mean) * (in[i] - mean) / static_cast<double>(cols);
    for (std::size_t i = 0; i < cols; ++i) {
      y[r * cols + i] = (in[i] - mean) / std::sqrt(variance + eps) * weight[i] + bias[i];
    }
  }
  return y;
}

Attention attention(const std::vector<double>& q, const std::vector<double>& k, const std::vector<double>& v,
                    std::size_t tokens, double scale, double slope) {
  const std::size_t width = q.size() / tokens;
  const std::size_t value_width = v.size() / tokens;
  std::vector<double> scores(tokens * tokens);
  for (std::size_t i = 0; i < tokens; ++i) {
    for (std::size_t j = 0; j < tokens; ++j) {
      double sum = 0;
      for (std::size_t d = 0; d < width; ++d) sum += q[i * width + d] * k[j * width + d];
      scores[i * tokens + j] =
          scale * sum - slope * std::abs(static_cast<double>(i) - static_cast<double>(j));
    }
  }
  Attention result;
  result.probabilities = softmax_rows(scores, tokens, tokens);
  result.out.assign(tokens * value_width, 0);
  for (std::size_t i = 0; i < tokens; ++i) {
    for (std::size_t j = 0; j < tokens; ++j) {
      for (std::size_t c = 0; c < value_width; ++c) {
        result.out[i * value_width + c] += result.probabilities[i * tokens + j] * v[j * value_width + c];
      }
    }
    result.log_sum_exp.push_back(scores[i * tokens] - std::log(result.probabilities[i * tokens]));
  }
  return result;
}

AttentionGradients attention_gradients(const std::vector<double>& q, const std::vector<double>& k,
                                       const std::vector<double>& v, const std::vector<double>& dout,
                                       std::size_t tokens, double scale, double slope) {
  const std::size_t width = q.size() / tokens;
  const std::size_t value_width = v.size() / tokens;
  const std::vector<double> p = attention(q, k, v, tokens, scale, slope).probabilities;
  AttentionGradients result{std::vector<double>(q.size()), std::vector<double>(k.size()),
                            std::vector<double>(v.size())};
  std::vector<double> dp(tokens);
  for (std::size_t i = 0; i < tokens; ++i) {
    const double* p_row = p.data() + i * tokens;
    const double* dout_row = dout.data() + i * value_width;
    double mean = 0;
    for (std::size_t j = 0; j < tokens; ++j) {
      dp[j] = 0;
      for (std::size_t c = 0; c < value_width; ++c) {
        dp[j] += dout_row[c] * v[j * value_width + c];
        result.dv[j * value_width + c] += p_row[j] * dout_row[c];
      }
      mean += p_row[j] * dp[j];
    }
    for (std::size_t j = 0; j < tokens; ++j) {
      const double dscore = scale * p_row[j] * (dp[j] - mean);
      for (std::size_t d = 0; d < width; ++d) {
        result.dq[i * width + d] += dscore * k[j * width + d];
        result.dk[j * width + d] += dscore * q[i * width + d];
      }
    }
  }
  return result;
}

}  // namespace seqlens::test::reference
