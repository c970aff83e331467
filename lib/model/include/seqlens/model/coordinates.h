#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/matrix_view.h"
#include "seqlens/model/config.h"

namespace seqlens::model {

/// Waves of one position: a sine and a cosine of each period of each dimension.
[[nodiscard]] std::size_t wave_count(const ContinuousPositions& positions);

/// waves (T, wave_count) = for every dimension, for every period: sin, cos of 2 pi x / period, of the
/// coordinates (T, dimensions). O(T * waves).
void coordinate_waves(const ContinuousPositions& positions, kernels::ConstMatrix coordinates,
                      kernels::Matrix waves);

/// Learned numbers of one head in its relative form: a height a knot and dimension, a slope, or none.
[[nodiscard]] std::size_t relative_weights(const ContinuousPositions& positions);

/// What one head adds to the score of a query and a key: a learned function of how far they lie apart
/// (RelativeForm). A value; cheap to make.
class RelativeFunction {
 public:
  /// @param weights  relative_weights(positions) numbers, copied.
  RelativeFunction(const ContinuousPositions& positions, std::span<const float> weights);

  /// bias (rows, T): row r is that of query first + r. @param coordinates (T, dimensions).
  /// O(rows * T * dimensions), with few steps a pair where coordinates ascend.
  void fill(kernels::ConstMatrix coordinates, std::size_t first, kernels::Matrix bias) const;
  /// Adds the gradients of the weights, given those of the bias of rows from `first` on.
  void add_gradients(kernels::ConstMatrix coordinates, std::size_t first, kernels::ConstMatrix gradients,
                     std::span<float> weight_gradients) const;
  /// The function itself at one difference (key less query), one number a dimension.
  [[nodiscard]] float at(std::span<const float> difference) const;

 private:
  RelativeForm form_;
  std::vector<float> knots_;
  float unit_;
  std::vector<float> weights_;
};

/// A relative function over the coordinates of one sequence, as the attention kernel asks for it.
class RelativeBias : public kernels::ScoreBias {
 public:
  RelativeBias(const RelativeFunction& function, kernels::ConstMatrix coordinates)
      : function_(function), coordinates_(coordinates) {}
  void fill(std::size_t first, kernels::Matrix bias) const override {
    function_.fill(coordinates_, first, bias);
  }

 private:
  const RelativeFunction& function_;
  kernels::ConstMatrix coordinates_;
};

/// row (2 * features) = the values, 0 where one is missing (NaN), then 1 where it is and 0 elsewhere.
void split_missing(std::span<const float> values, float* row);

}  // namespace seqlens::model
