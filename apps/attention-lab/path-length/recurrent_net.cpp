#include "attention-lab/path-length/recurrent_net.h"

#include <algorithm>
#include <cmath>

#include "seqlens/core/random.h"
#include "seqlens/kernels/vector_ops.h"
#include "seqlens/train/loss.h"

#include "attention-lab/lab/adam.h"

namespace attention_lab {

namespace {

float sigmoid(float x) {
  return 1 / (1 + std::exp(-x));
}

}  // namespace

/// What one pass leaves for the way back, step by step; step 0 is the start.
struct RecurrentNet::Pass {
  std::vector<float> z;     // (steps, gates * width), after their functions; LSTM: in, forget, out, new
  std::vector<float> h, c;  // (steps + 1, width)
  std::vector<float> logits;
};

RecurrentNet::RecurrentNet(Cell cell, std::size_t symbols, std::size_t width, std::size_t classes,
                           std::uint64_t seed)
    : cell_(cell), symbols_(symbols), width_(width), gates_(cell == Cell::lstm ? 4 : 1), classes_(classes) {
  const std::size_t z = gates_ * width_;
  recurrent_ = symbols * z;
  bias_ = recurrent_ + width * z;
  out_ = bias_ + z;
  out_bias_ = out_ + classes * width;
  values_.resize(out_bias_ + classes);
  seqlens::Random random(seed);
  const auto fill = [&](std::size_t first, std::size_t count, double deviation) {
    for (std::size_t i = first; i < first + count; ++i)
      values_[i] = static_cast<float>(deviation * random.normal());
  };
  fill(0, recurrent_, 0.5);
  fill(recurrent_, width * z, 1 / std::sqrt(static_cast<double>(width)));
  fill(out_, classes * width, 1 / std::sqrt(static_cast<double>(width)));
  if (cell == Cell::lstm)
    std::fill_n(values_.begin() + static_cast<std::ptrdiff_t>(bias_ + width), width, 1.0F);
}

void RecurrentNet::forward(std::span<const std::int32_t> tokens, Pass& pass) const {
  const std::size_t steps = tokens.size(), size = gates_ * width_;
  pass.z.resize(steps * size);
  pass.h.assign((steps + 1) * width_, 0), pass.c.assign((steps + 1) * width_, 0);
  for (std::size_t t = 0; t < steps; ++t) {
    float* z = pass.z.data() + t * size;
    const float* before = pass.h.data() + t * width_;
    const float* input = values_.data() + static_cast<std::size_t>(tokens[t]) * size;
    for (std::size_t i = 0; i < size; ++i) z[i] = input[i] + values_[bias_ + i];
    for (std::size_t k = 0; k < width_; ++k)  // row k of the recurrent weights: what h[k] gives to every gate
      seqlens::kernels::axpy(before[k], values_.data() + recurrent_ + k * size, z, size);
    float* h = pass.h.data() + (t + 1) * width_;
    if (cell_ == Cell::plain) {
      for (std::size_t i = 0; i < width_; ++i) h[i] = z[i] = std::tanh(z[i]);
      continue;
    }
    const float* c_before = pass.c.data() + t * width_;
    float* c = pass.c.data() + (t + 1) * width_;
    for (std::size_t i = 0; i < 3 * width_; ++i) z[i] = sigmoid(z[i]);
    for (std::size_t i = 0; i < width_; ++i) {
      z[3 * width_ + i] = std::tanh(z[3 * width_ + i]);
      c[i] = z[width_ + i] * c_before[i] + z[i] * z[3 * width_ + i];
      h[i] = z[2 * width_ + i] * std::tanh(c[i]);
    }
  }
  pass.logits.resize(classes_);
  for (std::size_t k = 0; k < classes_; ++k)
    pass.logits[k] = values_[out_bias_ + k] + seqlens::kernels::dot(values_.data() + out_ + k * width_,
                                                                    pass.h.data() + steps * width_, width_);
}

void RecurrentNet::step_backward(const Pass& pass, std::size_t t, std::span<const float> dh,
                                 std::span<float> dc, std::span<float> dz) const {
  const float* z = pass.z.data() + t * gates_ * width_;
  if (cell_ == Cell::plain) {
    for (std::size_t i = 0; i < width_; ++i) dz[i] = dh[i] * (1 - z[i] * z[i]);
    return;
  }
  const float* before = pass.c.data() + t * width_;
  const float* after = pass.c.data() + (t + 1) * width_;
  for (std::size_t i = 0; i < width_; ++i) {
    const float in = z[i], forget = z[width_ + i], out = z[2 * width_ + i], fresh = z[3 * width_ + i];
    const float squashed = std::tanh(after[i]);
    dc[i] += dh[i] * out * (1 - squashed * squashed);
    dz[i] = dc[i] * fresh * in * (1 - in);
    dz[width_ + i] = dc[i] * before[i] * forget * (1 - forget);
    dz[2 * width_ + i] = dh[i] * squashed * out * (1 - out);
    dz[3 * width_ + i] = dc[i] * in * (1 - fresh * fresh);
    dc[i] *= forget;
  }
}

void RecurrentNet::backward(std::span<const std::int32_t> tokens, const Pass& pass,
                            std::span<const float> dlogits, std::vector<float>* gradients,
                            std::vector<double>* input_lengths) const {
  using seqlens::kernels::axpy;
  const std::size_t steps = tokens.size(), size = gates_ * width_;
  std::vector<float> dh(width_), dc(width_), dz(size);
  for (std::size_t k = 0; k < classes_; ++k) {
    axpy(dlogits[k], values_.data() + out_ + k * width_, dh.data(), width_);
    if (!gradients) continue;
    axpy(dlogits[k], pass.h.data() + steps * width_, gradients->data() + out_ + k * width_, width_);
    (*gradients)[out_bias_ + k] += dlogits[k];
  }
  for (std::size_t t = steps; t-- > 0;) {
    step_backward(pass, t, dh, dc, dz);
    const float* before = pass.h.data() + t * width_;
    for (std::size_t k = 0; k < width_; ++k) {
      dh[k] = seqlens::kernels::dot(dz.data(), values_.data() + recurrent_ + k * size, size);
      if (gradients) axpy(before[k], dz.data(), gradients->data() + recurrent_ + k * size, size);
    }
    if (gradients) {
      axpy(1, dz.data(), gradients->data() + static_cast<std::size_t>(tokens[t]) * size, size);
      axpy(1, dz.data(), gradients->data() + bias_, size);
    }
    if (input_lengths)
      (*input_lengths)[t] = std::sqrt(double{seqlens::kernels::dot(dz.data(), dz.data(), size)});
  }
}

void RecurrentNet::train(const Examples& examples, const Recipe& recipe, std::uint64_t seed) {
  Adam adam(values_.size(), recipe);
  seqlens::Random random(seed);
  Pass pass;
  std::vector<float> gradients(values_.size()), dlogits(classes_);
  for (std::uint64_t step = 0; step < recipe.steps; ++step) {
    std::ranges::fill(gradients, 0.0F);
    for (std::size_t i = 0; i < recipe.batch; ++i) {
      const auto& example = examples[random.below(examples.size())];
      forward(example.tokens, pass);
      seqlens::train::softmax_loss(pass.logits, example.target, 0, 1.0 / static_cast<double>(recipe.batch),
                                   dlogits);
      backward(example.tokens, pass, dlogits, &gradients, nullptr);
    }
    adam.update(gradients, values_);
  }
}

double RecurrentNet::accuracy(const Examples& examples) const {
  Pass pass;
  double right = 0;
  for (const auto& example : examples) {
    forward(example.tokens, pass);
    right += std::ranges::max_element(pass.logits) - pass.logits.begin() == example.target ? 1 : 0;
  }
  return right / static_cast<double>(examples.size());
}

std::vector<double> RecurrentNet::input_gradients(std::span<const std::int32_t> tokens) const {
  Pass pass;
  forward(tokens, pass);
  std::vector<float> dlogits(classes_);
  dlogits[0] = 1;
  std::vector<double> lengths(tokens.size());
  backward(tokens, pass, dlogits, nullptr, &lengths);
  return lengths;
}

}  // namespace attention_lab
