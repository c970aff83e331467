#pragma once

#include <cstdint>
#include <vector>

#include "attention-lab/lab/training.h"

namespace attention_lab {

/// One convolution over any grid: output position p reads the input positions taps[p * width .. ), where -1
/// is outside the grid and counts as zeros; a linear map to `channels`, then GELU.
struct Convolution {
  std::size_t width = 1;  ///< input positions that one output reads
  std::size_t channels = 1;
  std::vector<int> taps;
  [[nodiscard]] std::size_t positions() const { return taps.size() / width; }
};

/// A convolution along a line of so many positions: `width` of them, `dilation` apart, centred, or from the
/// position on (valid, with a stride) for the first layer over raw input.
[[nodiscard]] Convolution line_convolution(std::size_t positions, std::size_t width, std::size_t dilation,
                                           std::size_t channels);
[[nodiscard]] Convolution strided_convolution(std::size_t inputs, std::size_t width, std::size_t stride,
                                              std::size_t channels);
/// The 3 x 3 x 3 neighbours of every cell of a box.
[[nodiscard]] Convolution box_convolution(std::size_t x, std::size_t y, std::size_t z, std::size_t channels);

/// Rows of numbers, one a position, and a class.
struct GridExample {
  std::vector<float> rows;
  int target = 0;
};

/// Convolutions, then the largest and the mean of each channel, then a linear map to classes. The control of
/// attention: it sees as far as its taps reach, and pools.
class ConvolutionNet {
 public:
  ConvolutionNet(std::size_t input_channels, std::vector<Convolution> layers, std::size_t classes,
                 std::uint64_t seed);

  void train(const std::vector<GridExample>& examples, const Recipe& recipe, std::uint64_t seed);
  [[nodiscard]] double accuracy(const std::vector<GridExample>& examples) const;
  [[nodiscard]] std::size_t parameters() const { return values_.size(); }
  /// Multiply-adds of one forward pass.
  [[nodiscard]] double multiply_adds() const;

 private:
  struct Pass;
  struct Place {
    std::size_t weight = 0, bias = 0, inputs = 0, outputs = 0;
  };
  struct Packed;

  void forward(const GridExample& example, const Packed& packed, Pass& pass) const;
  double backward(const GridExample& example, const Packed& packed, Pass& pass, float scale,
                  std::vector<float>& gradients) const;

  std::vector<Convolution> layers_;
  std::vector<Place> places_;  // of each layer, and of the output
  std::size_t classes_;
  std::vector<float> values_;
};

}  // namespace attention_lab
