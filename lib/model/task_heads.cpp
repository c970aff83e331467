#include "task_heads.h"

#include <algorithm>
#include <cmath>

#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/norm.h"
#include "seqlens/kernels/softmax.h"
#include "seqlens/kernels/vector_ops.h"

namespace seqlens::model {

using kernels::Activation;
using kernels::ConstMatrix;
using kernels::Matrix;

namespace {

void pool_mean(ConstMatrix x, float* pooled) {
  std::fill_n(pooled, x.cols, 0.0F);
  const float share = 1.0F / static_cast<float>(x.rows);
  for (std::size_t t = 0; t < x.rows; ++t) kernels::axpy(share, x.row(t), pooled, x.cols);
}

/// Softmax over positions of x w + b gives each position's share. Returns the shares.
std::span<const float> pool_attention(ConstMatrix x, const float* weight, float bias, float* pooled,
                                      kernels::ScratchMatrix& scratch) {
  const Matrix shares = scratch.shape(1, x.rows);
  for (std::size_t t = 0; t < x.rows; ++t) shares.data[t] = kernels::dot(x.row(t), weight, x.cols) + bias;
  kernels::softmax_rows(shares, shares);
  std::fill_n(pooled, x.cols, 0.0F);
  for (std::size_t t = 0; t < x.rows; ++t) kernels::axpy(shares.data[t], x.row(t), pooled, x.cols);
  return {shares.data, x.rows};
}

void pool(const EncoderConfig& config, const EncoderWeights& weights, ConstMatrix x, float* pooled,
          kernels::ScratchMatrix& scratch, const PoolingObserver& observer) {
  switch (config.classify->pooling) {
    case Pooling::cls:
      std::copy_n(x.row(0), x.cols, pooled);
      return;
    case Pooling::mean:
      return pool_mean(x, pooled);
    case Pooling::attention: {
      const auto shares = pool_attention(x, weights.pool_weight, weights.pool_bias, pooled, scratch);
      if (observer.heads) observer.heads->on_pooling(observer.sequence, shares);
    }
  }
}

/// tanh(x W + b), in place of `out`.
void dense_tanh(ConstMatrix x, const PackedLinear& dense, Matrix out) {
  kernels::gemm(x, dense.weight, out, {.bias = dense.bias, .activation = Activation::none, .residual = {}});
  std::transform(out.data, out.data + out.cols, out.data, [](float value) { return std::tanh(value); });
}

}  // namespace

void pool_first(const EncoderWeights& weights, ConstMatrix x, float* pooled) {
  dense_tanh(x.row_range(0, 1), weights.classify_dense, {pooled, 1, x.cols});
}

void classify(const EncoderConfig& config, const EncoderWeights& weights, ConstMatrix x,
              std::span<float> logits, HeadScratch& scratch, const PoolingObserver& observer) {
  Matrix features = scratch.pooled.shape(1, x.cols);
  pool(config, weights, x, features.data, scratch.shares, observer);
  if (config.classify->dense) {
    const Matrix dense = scratch.dense.shape(1, x.cols);
    dense_tanh(features, weights.classify_dense, dense);
    features = dense;
  }
  kernels::gemm(features, weights.classify_out.weight, {logits.data(), 1, logits.size()},
                {.bias = weights.classify_out.bias, .activation = Activation::none, .residual = {}});
}

void predict_tokens(const EncoderConfig& config, const EncoderWeights& weights, ConstMatrix x, Matrix logits,
                    HeadScratch& scratch) {
  ConstMatrix features = x;
  if (config.masked_lm->transform) {
    const Matrix dense = scratch.dense.shape(x.rows, x.cols);
    kernels::gemm(x, weights.masked_lm_dense.weight, dense,
                  {.bias = weights.masked_lm_dense.bias, .activation = Activation::gelu, .residual = {}});
    const NormWeights& norm = weights.masked_lm_norm;
    kernels::layer_norm(dense, norm.weight, norm.bias, config.norm_eps, dense);
    features = dense;
  }
  kernels::gemm(features, weights.masked_lm_decoder.weight, logits,
                {.bias = weights.masked_lm_decoder.bias, .activation = Activation::none, .residual = {}});
}

void score_tokens(const EncoderWeights& weights, ConstMatrix x, Matrix logits) {
  kernels::gemm(x, weights.token_head.weight, logits,
                {.bias = weights.token_head.bias, .activation = Activation::none, .residual = {}});
}

}  // namespace seqlens::model
