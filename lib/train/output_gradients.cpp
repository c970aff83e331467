#include "seqlens/train/objective.h"

namespace seqlens::train {
namespace {

kernels::Matrix zeros_like(kernels::ConstMatrix m, std::vector<float>& storage) {
  if (!m.data) return {};
  storage.assign(m.rows * m.cols, 0.0F);
  return {storage.data(), m.rows, m.cols};
}

}  // namespace

void OutputGradients::shape_like(const HeadMatrices<const float>& outputs) {
  matrices_ = {zeros_like(outputs.classify, classify_), zeros_like(outputs.first_stage, first_stage_),
               zeros_like(outputs.masked_lm, masked_lm_), zeros_like(outputs.tokens, tokens_)};
}

HeadMatrices<const float> OutputGradients::read_only() const {
  return {matrices_.classify, matrices_.first_stage, matrices_.masked_lm, matrices_.tokens};
}

}  // namespace seqlens::train
