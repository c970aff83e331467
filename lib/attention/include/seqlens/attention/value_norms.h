#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "seqlens/attention/head_selection.h"
#include "seqlens/kernels/matrix_view.h"
#include "seqlens/kernels/packed_matrix.h"
#include "seqlens/model/config.h"
#include "seqlens/model/weight_source.h"

namespace seqlens::attention {

/// Norms of the vectors that a head writes to the residual stream: ||v W_O^h|| for each position's value v,
/// bias included (Kobayashi et al. 2020, "Attention is not only a weight"; the output's bias, which no
/// position is the source of, is left out). Attention to a position whose vector is small does little.
///
/// Holds W_O^h W_O^h' of each head, (K, K): a norm is then a quadratic form of K numbers, not of D.
class ValueNorms {
 public:
  ValueNorms(const model::EncoderConfig& config, const model::WeightSource& weights);

  /// @param values   (T, K), as HeadSink::on_values shows them.
  /// @param norms    T floats, overwritten.
  /// @param scratch  grows to T * K floats.
  /// O(T K^2), through the product kernel; same bits at every instruction set.
  void compute(const HeadId& id, kernels::ConstMatrix values, std::span<float> norms,
               std::vector<float>& scratch) const;

 private:
  std::size_t heads_;
  std::vector<kernels::PackedMatrix> forms_;  // by layer * H + head
};

}  // namespace seqlens::attention
