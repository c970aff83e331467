#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seq-embed/request.h"

namespace seq_embed {

/// Makes one row of many, as they come: their mean (summed in double precision, in order), their largest
/// number in each column, or the first one. Pool::none keeps all of them.
class RowPool {
 public:
  RowPool(Pool pool, std::size_t width) : pool_(pool), width_(width) {}

  /// @param row  `width` numbers
  void add(std::span<const float> row);

  [[nodiscard]] std::size_t count() const { return count_; }  ///< rows that came
  /// The one row, or all. Once, and after the first row came.
  [[nodiscard]] std::vector<float> take();

 private:
  Pool pool_;
  std::size_t width_;
  std::size_t count_ = 0;
  std::vector<double> sums_;  // of a mean
  std::vector<float> rows_;   // of the others
};

}  // namespace seq_embed
