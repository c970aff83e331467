#pragma once

#include <cstdint>
#include <span>

#include "seqlens/kernels/matrix_view.h"

#include "chunk_rows.h"

namespace seqlens::train {

/// Residual dropout. The mask of a sequence follows from its key and the place in the network alone, so it
/// does not depend on chunks or threads, and the backward pass draws it again instead of storing it.
class Dropout {
 public:
  Dropout() = default;
  /// @param rate  share of elements that become zero, in [0, 1); the others are scaled by 1 / (1 - rate).
  /// Resolved to 1/65536.
  explicit Dropout(float rate);

  [[nodiscard]] bool active() const { return threshold_ > 0; }
  /// x *= mask, in place, for all sequences of a chunk. `place` tells apart the layers and branches.
  void apply(const ChunkRows& rows, std::span<const std::uint64_t> keys, std::uint64_t place,
             kernels::Matrix x) const;

 private:
  std::uint32_t threshold_ = 0;
  float scale_ = 1;
};

}  // namespace seqlens::train
