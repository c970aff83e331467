#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seqlens/kernels/matrix_view.h"
#include "seqlens/protein/residue.h"

namespace seqlens::protein {

/// Numbers of a factored attention model (or their gradient), in one array: queries, keys, values, biases.
class AttentionParameters {
 public:
  AttentionParameters(std::size_t columns, std::size_t heads, std::size_t width)
      : columns_(columns),
        heads_(heads),
        width_(width),
        numbers_(2 * positions() + heads * kCell + columns * kResidueCount) {}

  static constexpr std::size_t kCell = kResidueCount * kResidueCount;

  /// (columns, width)
  [[nodiscard]] kernels::Matrix queries(std::size_t head) {
    return position_matrix(head * columns_ * width_);
  }
  [[nodiscard]] kernels::Matrix keys(std::size_t head) {
    return position_matrix(positions() + head * columns_ * width_);
  }
  /// (heads, 400): row h is V_h[b][a], residue b of the column attended to by residue a
  [[nodiscard]] kernels::Matrix values() { return {numbers_.data() + 2 * positions(), heads_, kCell}; }
  /// 20 numbers
  [[nodiscard]] std::span<float> biases(std::size_t column) {
    return biases().subspan(column * kResidueCount, kResidueCount);
  }
  [[nodiscard]] std::span<float> biases() { return std::span(numbers_).subspan(weights_size()); }
  /// Everything but the biases.
  [[nodiscard]] std::size_t weights_size() const { return 2 * positions() + heads_ * kCell; }
  [[nodiscard]] std::size_t positions() const { return heads_ * columns_ * width_; }
  [[nodiscard]] std::vector<float>& all() { return numbers_; }

 private:
  [[nodiscard]] kernels::Matrix position_matrix(std::size_t first) {
    return {numbers_.data() + first, columns_, width_};
  }

  std::size_t columns_, heads_, width_;
  std::vector<float> numbers_;
};

}  // namespace seqlens::protein
