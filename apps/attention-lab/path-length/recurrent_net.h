#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "attention-lab/lab/training.h"

namespace attention_lab {

enum class Cell { plain, lstm };

/// A recurrent network of one layer over symbols that names a class at its end: h = tanh(W x + U h + b), or
/// an LSTM (Hochreiter & Schmidhuber 1997; forget bias 1). The control of attention.
class RecurrentNet {
 public:
  RecurrentNet(Cell cell, std::size_t symbols, std::size_t width, std::size_t classes, std::uint64_t seed);

  void train(const Examples& examples, const Recipe& recipe, std::uint64_t seed);
  [[nodiscard]] double accuracy(const Examples& examples) const;

  /// Length of the gradient of the logit of class 0 with respect to what the network is given at each step.
  [[nodiscard]] std::vector<double> input_gradients(std::span<const std::int32_t> tokens) const;

 private:
  struct Pass;

  void forward(std::span<const std::int32_t> tokens, Pass& pass) const;
  /// Adds the gradients of the parameters, if wanted; gives those of what each step is given, if wanted.
  void backward(std::span<const std::int32_t> tokens, const Pass& pass, std::span<const float> dlogits,
                std::vector<float>* gradients, std::vector<double>* input_lengths) const;
  /// dz of one step, given the gradients of its h and c; leaves that of the c before.
  void step_backward(const Pass& pass, std::size_t t, std::span<const float> dh, std::span<float> dc,
                     std::span<float> dz) const;

  Cell cell_;
  std::size_t symbols_, width_, gates_, classes_;
  std::size_t recurrent_, bias_, out_, out_bias_;  // where they begin; the inputs' begin at 0
  std::vector<float> values_;
};

}  // namespace attention_lab
