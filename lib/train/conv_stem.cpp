#include "conv_stem.h"

#include <algorithm>
#include <string>

#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/vector_ops.h"

namespace seqlens::train {

kernels::ConstMatrix convolution_windows(kernels::ConstMatrix x, std::size_t kernel, std::size_t stride) {
  const std::size_t windows = x.rows < kernel ? 0 : (x.rows - kernel) / stride + 1;
  return {x.data, windows, kernel * x.cols, stride * x.cols};
}

void add_window_gradient(kernels::ConstMatrix dwindows, std::size_t stride, kernels::Matrix dx) {
  for (std::size_t r = 0; r < dwindows.rows; ++r) {
    kernels::axpy(1.0F, dwindows.row(r), dx.row(r * stride), dwindows.cols);
  }
}

ConvStem::ConvStem(const model::EncoderConfig& config, const model::ParameterLayout& layout) {
  std::size_t channels_in = static_cast<std::size_t>(config.embedding_columns());
  for (std::size_t i = 0; i < config.stem.size(); ++i) {
    const model::ConvLayer& conv = config.stem[i];
    const std::string name = "stem." + std::to_string(i);
    Layer layer;
    layer.channels_in = channels_in;
    layer.channels = static_cast<std::size_t>(conv.channels);
    layer.kernel = static_cast<std::size_t>(conv.kernel);
    layer.stride = static_cast<std::size_t>(conv.stride);
    layer.has_norm = conv.norm;
    layer.linear = LinearLayer(layout, name);
    if (conv.norm) layer.norm = NormLayer(layout, name + ".norm", config.norm_eps);
    channels_in = layer.channels;
    layers_.push_back(std::move(layer));
  }
}

void ConvStem::load(const model::Parameters& parameters) {
  for (Layer& layer : layers_) {
    layer.linear.load(parameters);
    if (layer.has_norm) layer.norm.load(parameters);
  }
}

kernels::Matrix ConvStem::forward(const ChunkRows& rows, kernels::ConstMatrix x, Saved& saved,
                                  ChunkRows& out_rows) const {
  saved.layers.resize(layers_.size());
  ChunkRows current = rows;
  kernels::ConstMatrix in = x;
  kernels::Matrix out;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    LayerSaved& kept = saved.layers[i];
    kept.in_rows = current;
    ChunkRows next;
    for (std::size_t s = 0; s < current.sequences(); ++s) {
      next.append(convolution_windows(current.of(s, in), layer.kernel, layer.stride).rows);
    }
    const kernels::Matrix before = kept.before.shape(next.total(), layer.channels);
    for (std::size_t s = 0; s < current.sequences(); ++s) {
      layer.linear.forward(convolution_windows(current.of(s, in), layer.kernel, layer.stride),
                           next.of(s, before));
    }
    out = kept.after.shape_dense(next.total(), layer.channels);
    kernels::activate(kernels::Activation::gelu, before, out);
    if (layer.has_norm) {
      const kernels::Matrix normed = kept.normed.shape_dense(next.total(), layer.channels);
      layer.norm.forward(out, normed, kept.norm);
      out = normed;
    }
    in = out;
    current = std::move(next);
  }
  out_rows = std::move(current);
  return out;
}

kernels::Matrix ConvStem::backward(kernels::ConstMatrix x, kernels::Matrix dfeatures, const Saved& saved,
                                   Scratch& scratch, model::Parameters& gradients) const {
  kernels::Matrix dout = dfeatures;
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const Layer& layer = layers_[i];
    const LayerSaved& kept = saved.layers[i];
    kernels::ConstMatrix in = x;
    if (i > 0)
      in = layers_[i - 1].has_norm ? saved.layers[i - 1].normed.view() : saved.layers[i - 1].after.view();
    if (layer.has_norm) layer.norm.backward(kept.after.view(), kept.norm, dout, dout, gradients);
    kernels::activate_backward(kernels::Activation::gelu, kept.before.view(), dout, dout);
    const kernels::Matrix dwindows = scratch.dwindows.shape(dout.rows, layer.kernel * layer.channels_in);
    layer.linear.input_gradient(dout, dwindows);
    const kernels::Matrix din = scratch.din[i % 2].shape_dense(in.rows, in.cols);
    std::fill_n(din.data, din.rows * din.cols, 0.0F);
    for (std::size_t s = 0, row = 0; s < kept.in_rows.sequences(); ++s) {
      const kernels::ConstMatrix windows =
          convolution_windows(kept.in_rows.of(s, in), layer.kernel, layer.stride);
      layer.linear.add_weight_gradient(windows, dout.row_range(row, windows.rows), gradients,
                                       scratch.gemm_workspace);
      add_window_gradient(dwindows.row_range(row, windows.rows), layer.stride, kept.in_rows.of(s, din));
      row += windows.rows;
    }
    dout = din;
  }
  return dout;
}

}  // namespace seqlens::train
