#include "first_stage_head.h"

#include "seqlens/kernels/activation.h"

namespace seqlens::train {

FirstStageHead::FirstStageHead(const model::EncoderConfig& config, const model::ParameterLayout& layout)
    : kernel_(static_cast<std::size_t>(config.first_stage->kernel)),
      conv_(layout, "first_stage.conv"),
      out_(layout, "first_stage.out") {}

void FirstStageHead::load(const model::Parameters& parameters) {
  conv_.load(parameters);
  out_.load(parameters);
}

kernels::Matrix FirstStageHead::forward(const ChunkRows& rows, kernels::ConstMatrix features,
                                        Saved& saved) const {
  const std::size_t batch = rows.sequences();
  const kernels::Matrix before = saved.before.shape(batch * positions(), conv_.outputs());
  for (std::size_t s = 0; s < batch; ++s) {
    conv_.forward(convolution_windows(rows.of(s, features), kernel_, 1),
                  before.row_range(s * positions(), positions()));
  }
  const kernels::Matrix after = saved.after.shape_dense(before.rows, before.cols);
  kernels::activate(kernels::Activation::gelu, before, after);
  const kernels::Matrix logits = saved.logits.shape(batch, 1);
  out_.forward({after.data, batch, out_.inputs()}, logits);
  return logits;
}

void FirstStageHead::backward(const ChunkRows& rows, kernels::ConstMatrix features,
                              kernels::ConstMatrix dlogits, kernels::Matrix dfeatures, const Saved& saved,
                              Scratch& scratch, model::Parameters& gradients) const {
  const std::size_t batch = rows.sequences();
  const kernels::Matrix after = saved.after.view();
  const kernels::Matrix dafter = scratch.dafter.shape_dense(after.rows, after.cols);
  out_.add_weight_gradient({after.data, batch, out_.inputs()}, dlogits, gradients, scratch.gemm_workspace);
  out_.input_gradient(dlogits, {dafter.data, batch, out_.inputs()});
  kernels::activate_backward(kernels::Activation::gelu, saved.before.view(), dafter, dafter);
  const kernels::Matrix dwindows = scratch.dwindows.shape(dafter.rows, conv_.inputs());
  conv_.input_gradient(dafter, dwindows);
  for (std::size_t s = 0; s < batch; ++s) {
    const kernels::ConstMatrix windows = convolution_windows(rows.of(s, features), kernel_, 1);
    conv_.add_weight_gradient(windows, dafter.row_range(s * positions(), positions()), gradients,
                              scratch.gemm_workspace);
    add_window_gradient(dwindows.row_range(s * positions(), positions()), 1, rows.of(s, dfeatures));
  }
}

}  // namespace seqlens::train
