#pragma once

#include <cstddef>
#include <span>

#include "seqlens/kernels/matrix_view.h"

namespace seqlens::model {

/// Sees each head's attention while the encoder runs, block of rows by block of rows, so that no T x T matrix
/// of all heads is ever held. Calls for one (sequence, layer, head) come in row order from one thread;
/// different heads and sequences may come at the same time from different threads.
class HeadSink {
 public:
  virtual ~HeadSink() = default;
  /// Asked before the head runs; a head that nobody wants costs nothing.
  [[nodiscard]] virtual bool wants(int layer, int head) const { return layer >= 0 && head >= 0; }
  /// Rows [first, first + rows.rows) of A: query by key over the encoder's positions, each row sums to 1.
  virtual void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
                       kernels::ConstMatrix rows) = 0;
  /// The head's values (T, head width), biases included; comes before its first rows, from the same thread.
  virtual void on_values(std::size_t sequence, int layer, int head, kernels::ConstMatrix values) {
    static_cast<void>(sequence), static_cast<void>(layer), static_cast<void>(head), static_cast<void>(values);
  }
  /// The share that attention pooling takes of each position; comes last, of models that pool so and are
  /// asked for their logits.
  virtual void on_pooling(std::size_t sequence, std::span<const float> shares) {
    static_cast<void>(sequence), static_cast<void>(shares);
  }
};

}  // namespace seqlens::model
