#pragma once

#include <cstddef>
#include <span>

#include "seqlens/kernels/matrix_view.h"
#include "seqlens/protein/pair_layers.h"

namespace seqlens::protein {

/// Pair transition of AlphaFold 2 (Jumper et al. 2021, supplement, Algorithm 15): mask out(relu(in norm(z))),
/// the update without the residual. Shapes as in TriangleMultiplication.
struct PairTransition {
  RowNorm norm;
  Linear in, out;

  PairTransition() = default;
  PairTransition(std::size_t channels, std::size_t hidden)
      : norm(channels), in(channels, hidden, true), out(hidden, channels, true) {}

  struct Saved {
    PairMatrix normed, hidden;
    RowNorm::Statistics statistics;
  };

  void forward(kernels::ConstMatrix z, std::span<const float> mask, kernels::Matrix update,
               Saved& saved) const;
  /// dz is overwritten, the gradient added to. z and mask are those of forward().
  void backward(kernels::ConstMatrix z, std::span<const float> mask, const Saved& saved,
                kernels::ConstMatrix dupdate, PairTransition& gradient, kernels::Matrix dz) const;
};

}  // namespace seqlens::protein
