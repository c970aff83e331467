#include "masked_lm_head.h"

#include <algorithm>

#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/vector_ops.h"

namespace seqlens::train {

MaskedLmHead::MaskedLmHead(const model::EncoderConfig& config, const model::ParameterLayout& layout)
    : has_transform_(config.masked_lm->transform),
      decoder_(layout, config.masked_lm->tied ? "embed.token.weight" : "masked_lm.decoder.weight",
               "masked_lm.decoder.bias") {
  if (!has_transform_) return;
  dense_ = LinearLayer(layout, "masked_lm.dense");
  norm_ = NormLayer(layout, "masked_lm.norm", config.norm_eps);
}

void MaskedLmHead::load(const model::Parameters& parameters) {
  decoder_.load(parameters);
  if (!has_transform_) return;
  dense_.load(parameters);
  norm_.load(parameters);
}

kernels::Matrix MaskedLmHead::forward(kernels::ConstMatrix hidden, std::span<const std::size_t> chosen,
                                      Saved& saved) const {
  const kernels::Matrix picked = saved.picked.shape(chosen.size(), hidden.cols);
  for (std::size_t r = 0; r < chosen.size(); ++r)
    std::copy_n(hidden.row(chosen[r]), hidden.cols, picked.row(r));
  kernels::Matrix in = picked;
  if (has_transform_) {
    const kernels::Matrix before = saved.before.shape(picked.rows, picked.cols);
    const kernels::Matrix after = saved.after.shape(picked.rows, picked.cols);
    in = saved.normed.shape(picked.rows, picked.cols);
    dense_.forward(picked, before);
    kernels::activate(kernels::Activation::gelu, before, after);
    norm_.forward(after, in, saved.norm);
  }
  const kernels::Matrix logits = saved.logits.shape(picked.rows, decoder_.outputs());
  decoder_.forward(in, logits);
  return logits;
}

void MaskedLmHead::backward(std::span<const std::size_t> chosen, kernels::ConstMatrix dlogits,
                            kernels::Matrix dhidden, const Saved& saved, Scratch& scratch,
                            model::Parameters& gradients) const {
  const kernels::Matrix picked = saved.picked.view();
  const kernels::Matrix dpicked = scratch.dpicked.shape(picked.rows, picked.cols);
  if (has_transform_) {
    const kernels::Matrix dnormed = scratch.dnormed.shape(picked.rows, picked.cols);
    decoder_.add_weight_gradient(saved.normed.view(), dlogits, gradients, scratch.gemm_workspace);
    decoder_.input_gradient(dlogits, dnormed);
    norm_.backward(saved.after.view(), saved.norm, dnormed, dnormed, gradients);
    kernels::activate_backward(kernels::Activation::gelu, saved.before.view(), dnormed, dnormed);
    dense_.add_weight_gradient(picked, dnormed, gradients, scratch.gemm_workspace);
    dense_.input_gradient(dnormed, dpicked);
  } else {
    decoder_.add_weight_gradient(picked, dlogits, gradients, scratch.gemm_workspace);
    decoder_.input_gradient(dlogits, dpicked);
  }
  for (std::size_t r = 0; r < chosen.size(); ++r)
    kernels::axpy(1.0F, dpicked.row(r), dhidden.row(chosen[r]), dhidden.cols);
}

}  // namespace seqlens::train
