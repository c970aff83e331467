#include "attention-lab/lab/convolution_net.h"

#include <algorithm>
#include <cmath>

#include "seqlens/core/random.h"
#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/train/loss.h"

#include "attention-lab/lab/adam.h"

namespace attention_lab {

using seqlens::kernels::Activation;
using seqlens::kernels::ConstMatrix;
using seqlens::kernels::Matrix;
using seqlens::kernels::PackedMatrix;

Convolution line_convolution(std::size_t positions, std::size_t width, std::size_t dilation,
                             std::size_t channels) {
  Convolution layer{width, channels, {}};
  const auto half = static_cast<int>(width / 2);
  for (int p = 0; p < static_cast<int>(positions); ++p) {
    for (int k = -half; k < static_cast<int>(width) - half; ++k) {
      const int at = p + k * static_cast<int>(dilation);
      layer.taps.push_back(at >= 0 && at < static_cast<int>(positions) ? at : -1);
    }
  }
  return layer;
}

Convolution strided_convolution(std::size_t inputs, std::size_t width, std::size_t stride,
                                std::size_t channels) {
  Convolution layer{width, channels, {}};
  for (std::size_t first = 0; first + width <= inputs; first += stride)
    for (std::size_t k = 0; k < width; ++k) layer.taps.push_back(static_cast<int>(first + k));
  return layer;
}

Convolution box_convolution(std::size_t x, std::size_t y, std::size_t z, std::size_t channels) {
  Convolution layer{27, channels, {}};
  const auto X = static_cast<int>(x), Y = static_cast<int>(y), Z = static_cast<int>(z);
  for (int cell = 0; cell < X * Y * Z; ++cell) {
    for (int k = 0; k < 27; ++k) {
      const int i = cell / (Y * Z) + k / 9 - 1, j = cell / Z % Y + k / 3 % 3 - 1, l = cell % Z + k % 3 - 1;
      const bool inside = i >= 0 && i < X && j >= 0 && j < Y && l >= 0 && l < Z;
      layer.taps.push_back(inside ? (i * Y + j) * Z + l : -1);
    }
  }
  return layer;
}

/// Weights packed for both directions, anew for every batch.
struct ConvolutionNet::Packed {
  std::vector<PackedMatrix> forward, backward;
};

struct ConvolutionNet::Pass {
  std::vector<std::vector<float>> gathered, before, after;  // of each layer
  std::vector<float> pooled, logits;
  std::vector<std::size_t> largest;  // position of each channel's largest value
  seqlens::kernels::AlignedBuffer workspace;
};

ConvolutionNet::ConvolutionNet(std::size_t input_channels, std::vector<Convolution> layers,
                               std::size_t classes, std::uint64_t seed)
    : layers_(std::move(layers)), classes_(classes) {
  seqlens::Random random(seed);
  std::size_t channels = input_channels;
  const auto add = [&](std::size_t inputs, std::size_t outputs) {
    Place place{values_.size(), 0, inputs, outputs};
    for (std::size_t i = 0; i < inputs * outputs; ++i)
      values_.push_back(static_cast<float>(1.4 * random.normal() / std::sqrt(static_cast<double>(inputs))));
    place.bias = values_.size();
    values_.resize(values_.size() + outputs);
    places_.push_back(place);
  };
  for (const Convolution& layer : layers_) {
    add(layer.width * channels, layer.channels);
    channels = layer.channels;
  }
  add(2 * channels, classes);
}

double ConvolutionNet::multiply_adds() const {
  double sum = static_cast<double>(places_.back().inputs * places_.back().outputs);
  for (std::size_t l = 0; l < layers_.size(); ++l)
    sum += static_cast<double>(layers_[l].positions() * places_[l].inputs * places_[l].outputs);
  return sum;
}

void ConvolutionNet::forward(const GridExample& example, const Packed& packed, Pass& pass) const {
  const std::size_t count = layers_.size();
  pass.gathered.resize(count), pass.before.resize(count), pass.after.resize(count);
  const float* in = example.rows.data();
  for (std::size_t l = 0; l < count; ++l) {
    const Convolution& layer = layers_[l];
    const Place& place = places_[l];
    const std::size_t channels = place.inputs / layer.width, positions = layer.positions();
    pass.gathered[l].assign(positions * place.inputs, 0.0F);
    for (std::size_t i = 0; i < layer.taps.size(); ++i)
      if (layer.taps[i] >= 0)
        std::copy_n(in + static_cast<std::size_t>(layer.taps[i]) * channels, channels,
                    pass.gathered[l].data() + i * channels);
    pass.before[l].resize(positions * place.outputs);
    pass.after[l].resize(pass.before[l].size());
    const Matrix before{pass.before[l].data(), positions, place.outputs};
    seqlens::kernels::gemm(
        {pass.gathered[l].data(), positions, place.inputs}, packed.forward[l], before,
        {.bias = values_.data() + place.bias, .activation = Activation::none, .residual = {}});
    seqlens::kernels::activate(Activation::gelu, before, {pass.after[l].data(), positions, place.outputs});
    in = pass.after[l].data();
  }
  const std::size_t channels = places_[count - 1].outputs, positions = layers_.back().positions();
  pass.pooled.assign(2 * channels, 0);
  pass.largest.assign(channels, 0);
  for (std::size_t p = 0; p < positions; ++p) {
    for (std::size_t c = 0; c < channels; ++c) {
      const float x = in[p * channels + c];
      if (x > in[pass.largest[c] * channels + c]) pass.largest[c] = p;
      pass.pooled[channels + c] += x / static_cast<float>(positions);
    }
  }
  for (std::size_t c = 0; c < channels; ++c) pass.pooled[c] = in[pass.largest[c] * channels + c];
  pass.logits.resize(classes_);
  seqlens::kernels::gemm(
      {pass.pooled.data(), 1, 2 * channels}, packed.forward.back(), {pass.logits.data(), 1, classes_},
      {.bias = values_.data() + places_.back().bias, .activation = Activation::none, .residual = {}});
}

double ConvolutionNet::backward(const GridExample& example, const Packed& packed, Pass& pass, float scale,
                                std::vector<float>& gradients) const {
  const auto add_weights = [&](const Place& place, ConstMatrix x, ConstMatrix dy) {
    seqlens::kernels::gemm_transposed_accumulate(
        dy, x, {gradients.data() + place.weight, place.outputs, place.inputs}, pass.workspace);
    seqlens::kernels::sum_rows_accumulate(dy, gradients.data() + place.bias);
  };
  std::vector<float> dlogits(classes_);
  const double loss = seqlens::train::softmax_loss(pass.logits, example.target, 0, double{scale}, dlogits);
  const std::size_t channels = pass.largest.size(), positions = layers_.back().positions();
  const ConstMatrix douts(dlogits.data(), 1, classes_);
  add_weights(places_.back(), {pass.pooled.data(), 1, 2 * channels}, douts);
  std::vector<float> dpooled(2 * channels);
  seqlens::kernels::gemm(douts, packed.backward.back(), {dpooled.data(), 1, 2 * channels});
  std::vector<float> d(positions * channels);
  for (std::size_t p = 0; p < positions; ++p)
    for (std::size_t c = 0; c < channels; ++c)
      d[p * channels + c] =
          dpooled[channels + c] / static_cast<float>(positions) + (pass.largest[c] == p ? dpooled[c] : 0.0F);
  for (std::size_t l = layers_.size(); l-- > 0;) {
    const Convolution& layer = layers_[l];
    const Place& place = places_[l];
    const Matrix dy{d.data(), layer.positions(), place.outputs};
    seqlens::kernels::activate_backward(Activation::gelu, {pass.before[l].data(), dy.rows, dy.cols}, dy, dy);
    add_weights(place, {pass.gathered[l].data(), dy.rows, place.inputs}, dy);
    if (l == 0) break;
    std::vector<float> dgathered(dy.rows * place.inputs);
    seqlens::kernels::gemm(dy, packed.backward[l], {dgathered.data(), dy.rows, place.inputs});
    const std::size_t inputs = place.inputs / layer.width;
    std::vector<float> next(pass.after[l - 1].size());
    for (std::size_t i = 0; i < layer.taps.size(); ++i) {
      if (layer.taps[i] < 0) continue;
      float* to = next.data() + static_cast<std::size_t>(layer.taps[i]) * inputs;
      for (std::size_t c = 0; c < inputs; ++c) to[c] += dgathered[i * inputs + c];
    }
    d = std::move(next);
  }
  return loss;
}

namespace {

template <class Places>
void pack(const Places& places, const std::vector<float>& values, std::vector<PackedMatrix>& forward,
          std::vector<PackedMatrix>& backward) {
  forward.resize(places.size()), backward.resize(places.size());
  for (std::size_t l = 0; l < places.size(); ++l) {
    const ConstMatrix weight(values.data() + places[l].weight, places[l].outputs, places[l].inputs);
    forward[l].pack_transposed(weight);
    backward[l].pack(weight);
  }
}

}  // namespace

void ConvolutionNet::train(const std::vector<GridExample>& examples, const Recipe& recipe,
                           std::uint64_t seed) {
  Adam adam(values_.size(), recipe);
  seqlens::Random random(seed);
  Packed packed;
  Pass pass;
  std::vector<float> gradients(values_.size());
  for (std::uint64_t step = 0; step < recipe.steps; ++step) {
    pack(places_, values_, packed.forward, packed.backward);
    std::ranges::fill(gradients, 0.0F);
    for (std::size_t i = 0; i < recipe.batch; ++i) {
      const GridExample& example = examples[random.below(examples.size())];
      forward(example, packed, pass);
      backward(example, packed, pass, 1 / static_cast<float>(recipe.batch), gradients);
    }
    adam.update(gradients, values_);
  }
}

double ConvolutionNet::accuracy(const std::vector<GridExample>& examples) const {
  Packed packed;
  Pass pass;
  pack(places_, values_, packed.forward, packed.backward);
  double right = 0;
  for (const GridExample& example : examples) {
    forward(example, packed, pass);
    const auto best = std::ranges::max_element(pass.logits) - pass.logits.begin();
    right += best == example.target ? 1 : 0;
  }
  return right / static_cast<double>(examples.size());
}

}  // namespace attention_lab
