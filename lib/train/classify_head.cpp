#include "classify_head.h"

#include <algorithm>
#include <cmath>

#include "seqlens/kernels/softmax.h"
#include "seqlens/kernels/vector_ops.h"

namespace seqlens::train {

ClassifyHead::ClassifyHead(const model::EncoderConfig& config, const model::ParameterLayout& layout)
    : pooling_(config.classify->pooling), has_dense_(config.classify->dense), out_(layout, "classify.out") {
  if (has_dense_) dense_ = LinearLayer(layout, "classify.dense");
  if (pooling_ == model::Pooling::attention) pool_weight_ = &layout.at("classify.pool.weight");
}

void ClassifyHead::load(const model::Parameters& parameters) {
  out_.load(parameters);
  if (has_dense_) dense_.load(parameters);
  if (pool_weight_) pool_values_ = tensor(parameters, *pool_weight_).data;
}

// The bias of attention pooling moves all scores alike, so it changes nothing and its gradient is zero.
void ClassifyHead::pool(kernels::ConstMatrix sequence, float* weights, float* pooled) const {
  std::fill_n(weights, sequence.rows, 1.0F / static_cast<float>(sequence.rows));
  if (pooling_ == model::Pooling::cls) {
    std::fill_n(weights, sequence.rows, 0.0F);
    weights[0] = 1.0F;
  } else if (pooling_ == model::Pooling::attention) {
    for (std::size_t t = 0; t < sequence.rows; ++t) {
      weights[t] = kernels::dot(pool_values_, sequence.row(t), sequence.cols);
    }
    const kernels::Matrix row{weights, 1, sequence.rows};
    kernels::softmax_rows(row, row);
  }
  std::fill_n(pooled, sequence.cols, 0.0F);
  for (std::size_t t = 0; t < sequence.rows; ++t) {
    if (weights[t] != 0.0F) kernels::axpy(weights[t], sequence.row(t), pooled, sequence.cols);
  }
}

void ClassifyHead::pool_backward(kernels::ConstMatrix sequence, const float* weights, const float* dpooled,
                                 kernels::Matrix dsequence, model::Parameters& gradients) const {
  for (std::size_t t = 0; t < sequence.rows; ++t) {
    if (weights[t] != 0.0F) kernels::axpy(weights[t], dpooled, dsequence.row(t), sequence.cols);
  }
  if (pooling_ != model::Pooling::attention) return;
  std::vector<float> dscores(sequence.rows);
  for (std::size_t t = 0; t < sequence.rows; ++t) {
    dscores[t] = kernels::dot(dpooled, sequence.row(t), sequence.cols);
  }
  const kernels::Matrix row{dscores.data(), 1, sequence.rows};
  kernels::softmax_rows_backward({weights, 1, sequence.rows}, row, row);
  float* dweight = tensor(gradients, *pool_weight_).data;
  for (std::size_t t = 0; t < sequence.rows; ++t) {
    kernels::axpy(dscores[t], sequence.row(t), dweight, sequence.cols);
    kernels::axpy(dscores[t], pool_values_, dsequence.row(t), sequence.cols);
  }
}

kernels::Matrix ClassifyHead::forward(const ChunkRows& rows, kernels::ConstMatrix hidden,
                                      Saved& saved) const {
  const kernels::Matrix pooled = saved.pooled.shape(rows.sequences(), hidden.cols);
  saved.weights.resize(rows.total());
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    pool(rows.of(s, hidden), saved.weights.data() + rows.first(s), pooled.row(s));
  }
  const kernels::Matrix logits = saved.logits.shape(rows.sequences(), out_.outputs());
  if (!has_dense_) {
    out_.forward(pooled, logits);
    return logits;
  }
  const kernels::Matrix dense = saved.dense.shape(pooled.rows, dense_.outputs());
  dense_.forward(pooled, dense);
  for (std::size_t r = 0; r < dense.rows; ++r) {
    std::transform(dense.row(r), dense.row(r) + dense.cols, dense.row(r),
                   [](float x) { return std::tanh(x); });
  }
  out_.forward(dense, logits);
  return logits;
}

void ClassifyHead::backward(const ChunkRows& rows, kernels::ConstMatrix hidden, kernels::ConstMatrix dlogits,
                            kernels::Matrix dhidden, const Saved& saved, Scratch& scratch,
                            model::Parameters& gradients) const {
  const kernels::Matrix pooled = saved.pooled.view();
  const kernels::Matrix dpooled = scratch.dpooled.shape(pooled.rows, pooled.cols);
  if (has_dense_) {
    const kernels::Matrix dense = saved.dense.view();
    const kernels::Matrix ddense = scratch.ddense.shape(dense.rows, dense.cols);
    out_.add_weight_gradient(dense, dlogits, gradients, scratch.gemm_workspace);
    out_.input_gradient(dlogits, ddense);
    for (std::size_t r = 0; r < dense.rows; ++r) {
      for (std::size_t c = 0; c < dense.cols; ++c) ddense.at(r, c) *= 1.0F - dense.at(r, c) * dense.at(r, c);
    }
    dense_.add_weight_gradient(pooled, ddense, gradients, scratch.gemm_workspace);
    dense_.input_gradient(ddense, dpooled);
  } else {
    out_.add_weight_gradient(pooled, dlogits, gradients, scratch.gemm_workspace);
    out_.input_gradient(dlogits, dpooled);
  }
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    pool_backward(rows.of(s, hidden), saved.weights.data() + rows.first(s), dpooled.row(s),
                  rows.of(s, dhidden), gradients);
  }
}

}  // namespace seqlens::train
