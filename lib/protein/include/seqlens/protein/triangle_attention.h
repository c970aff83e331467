#pragma once

#include <cstddef>
#include <span>

#include "seqlens/kernels/matrix_view.h"
#include "seqlens/protein/pair_layers.h"

namespace seqlens::protein {

enum class Node {
  starting,  ///< pair (i, j) attends to pairs (i, k), biased by (j, k) (Algorithm 13)
  ending,    ///< pair (i, j) attends to pairs (k, j), biased by (k, i) (Algorithm 14)
};

/// Triangle self-attention of AlphaFold 2 (Jumper et al. 2021, supplement, Algorithms 13 and 14): the update
/// of a pair, without the residual. Shapes as in TriangleMultiplication.
///
/// Starting node, head h, z' = norm(z): weights over k are softmax(q_ij . k_ik / sqrt(width) + bias z'_jk);
/// masked pairs (i, k) get none, unless all of row i are masked: then the mask is passed over, as adding the
/// same number to every score does. update_ij = out(sigmoid(gate z'_ij) weighted values). The ending node is
/// the starting node of z turned about its diagonal.
///
/// O(n^3 heads width); heads are tasks. Memory O(n^2) plus one (n, n) block of scores a head: backward()
/// makes them again.
struct TriangleAttention {
  Node node = Node::starting;
  std::size_t heads = 0;
  RowNorm norm;
  Linear bias, query, key, value, gate, out;

  TriangleAttention() = default;
  TriangleAttention(Node node_, std::size_t channels, std::size_t heads_, std::size_t width);

  struct Saved {
    std::size_t n = 0;
    PairMatrix turned, normed, biases, queries, keys, values, gates, attended, gated;
    std::vector<float> mask;  // turned as z is
    RowNorm::Statistics statistics;
  };

  void forward(kernels::ConstMatrix z, std::span<const float> mask, kernels::Matrix update,
               Saved& saved) const;
  /// dz is overwritten, the gradient added to.
  void backward(const Saved& saved, kernels::ConstMatrix dupdate, TriangleAttention& gradient,
                kernels::Matrix dz) const;
};

}  // namespace seqlens::protein
