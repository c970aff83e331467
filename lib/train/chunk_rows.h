#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "seqlens/kernels/matrix_view.h"

namespace seqlens::train {

/// Where the sequences of a chunk lie when their rows are put one below the other. Lengths may differ.
class ChunkRows {
 public:
  void clear() { first_.assign(1, 0); }
  void append(std::size_t rows) { first_.push_back(first_.back() + rows); }

  [[nodiscard]] std::size_t sequences() const { return first_.size() - 1; }
  [[nodiscard]] std::size_t total() const { return first_.back(); }
  [[nodiscard]] std::size_t first(std::size_t sequence) const { return first_[sequence]; }
  [[nodiscard]] std::size_t count(std::size_t sequence) const {
    return first_[sequence + 1] - first_[sequence];
  }

  template <class T>
  [[nodiscard]] kernels::MatrixView<T> of(std::size_t sequence, kernels::MatrixView<T> all) const {
    return all.row_range(first(sequence), count(sequence));
  }

 private:
  std::vector<std::size_t> first_{0};
};

}  // namespace seqlens::train
