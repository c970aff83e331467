#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seqlens/kernels/matrix_view.h"

namespace seqlens::protein {

/// y = W x + b. The gradient of one is another.
struct Linear {
  std::size_t inputs = 0, outputs = 0;
  std::vector<float> weight;  ///< (outputs, inputs)
  std::vector<float> bias;    ///< outputs, or none

  Linear() = default;
  Linear(std::size_t inputs_, std::size_t outputs_, bool with_bias)
      : inputs(inputs_), outputs(outputs_), weight(inputs_ * outputs_), bias(with_bias ? outputs_ : 0) {}

  /// Rows of x to rows of y.
  void forward(kernels::ConstMatrix x, kernels::Matrix y) const;
  /// dx from dy (added to when `accumulate`); the gradient is added to.
  void backward(kernels::ConstMatrix x, kernels::ConstMatrix dy, Linear& gradient, kernels::Matrix dx,
                bool accumulate) const;
};

/// Layer norm of each row, eps 1e-5.
struct RowNorm {
  std::vector<float> weight, bias;

  RowNorm() = default;
  explicit RowNorm(std::size_t width) : weight(width, 1), bias(width) {}

  struct Statistics {
    std::vector<float> means, inverse_deviations;
  };
  void forward(kernels::ConstMatrix x, kernels::Matrix y, Statistics& statistics) const;
  /// dx may be dy.
  void backward(kernels::ConstMatrix x, const Statistics& statistics, kernels::ConstMatrix dy,
                RowNorm& gradient, kernels::Matrix dx) const;
};

/// A matrix that owns its numbers.
class PairMatrix {
 public:
  PairMatrix() = default;
  PairMatrix(std::size_t rows, std::size_t columns)
      : numbers_(rows * columns), rows_(rows), columns_(columns) {}

  [[nodiscard]] kernels::Matrix view() { return {numbers_.data(), rows_, columns_}; }
  [[nodiscard]] kernels::ConstMatrix view() const { return {numbers_.data(), rows_, columns_}; }
  [[nodiscard]] std::vector<float>& numbers() { return numbers_; }
  [[nodiscard]] const std::vector<float>& numbers() const { return numbers_; }

 private:
  std::vector<float> numbers_;
  std::size_t rows_ = 0, columns_ = 0;
};

/// x becomes 1 / (1 + exp(-x)).
void make_sigmoid(std::span<float> x);

}  // namespace seqlens::protein
