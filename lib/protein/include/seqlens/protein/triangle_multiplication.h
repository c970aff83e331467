#pragma once

#include <cstddef>
#include <span>

#include "seqlens/kernels/matrix_view.h"
#include "seqlens/protein/pair_layers.h"

namespace seqlens::protein {

enum class Edges {
  outgoing,  ///< pair (i, j) from the edges i -> k and j -> k (Algorithm 11)
  incoming,  ///< from k -> i and k -> j (Algorithm 12)
};

/// Triangle multiplication of AlphaFold 2 (Jumper et al. 2021, supplement, Algorithms 11 and 12): the update
/// of a pair, without the residual.
///
/// z is (n^2, c): row n i + j is pair (i, j); the mask has n^2 numbers, 1 or 0.
///
///     z' = norm_in(z), a = mask sigmoid(gate_a z') (project_a z'), b alike
///     x_ij = sum over k of a_ik b_jk (outgoing) or a_ki b_kj (incoming)
///     update_ij = sigmoid(gate z'_ij) (out norm_out(x_ij))
///
/// O(n^3 h + n^2 c h) with h hidden channels; channels are tasks. Same bytes for any number of threads.
struct TriangleMultiplication {
  Edges edges = Edges::outgoing;
  RowNorm norm_in, norm_out;
  Linear project_a, gate_a, project_b, gate_b, gate, out;

  TriangleMultiplication() = default;
  TriangleMultiplication(Edges edges_, std::size_t channels, std::size_t hidden);

  /// What backward() reads: 2 c + 6 h numbers a pair.
  struct Saved {
    std::size_t n = 0;
    PairMatrix normed, projected_a, gated_a, projected_b, gated_b, gates, products, normed_products,
        projected;
    RowNorm::Statistics in_statistics, out_statistics;
  };

  void forward(kernels::ConstMatrix z, std::span<const float> mask, kernels::Matrix update,
               Saved& saved) const;
  /// dz is overwritten, the gradient added to. z and mask are those of forward().
  void backward(kernels::ConstMatrix z, std::span<const float> mask, const Saved& saved,
                kernels::ConstMatrix dupdate, TriangleMultiplication& gradient, kernels::Matrix dz) const;
};

}  // namespace seqlens::protein
