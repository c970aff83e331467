#pragma once

#include <cstddef>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"

namespace seqlens::kernels {

/// Sees the attention matrix of one head in blocks of rows, in order, while it is computed.
class AttentionRows {
 public:
  virtual ~AttentionRows() = default;
  /// Rows [first, first + probabilities.rows) of A (query by key, each row sums to 1), valid during the call
  /// only.
  virtual void on_rows(std::size_t first, ConstMatrix probabilities) = 0;
};

struct AttentionOptions {
  float scale = 1.0F;        ///< multiplies q k^T; usually 1 / sqrt(head width)
  float alibi_slope = 0.0F;  ///< adds -slope * |i - j| to the scaled score (Press et al. 2022; symmetric)
};

/// Scratch of one head in flight. Grows to what the largest call needs.
struct AttentionWorkspace {
  AlignedBuffer buffer;
};

/// out = softmax(scale q k^T - slope |i - j|) v for one head of one sequence, all T tokens visible.
///
/// q, k, v, out are (T, head width) views, usually columns of a wider buffer. out may be q's memory.
/// Scores live in blocks of rows, so the fast kernel stays on while `rows` looks at them.
///
/// @param rows             observer, or null
/// @param log_sum_exp      T floats for the backward pass, or null: natural log of the softmax denominator of
/// each row One thread. Same bits at every level.
void attention_head(ConstMatrix q, ConstMatrix k, ConstMatrix v, const AttentionOptions& options, Matrix out,
                    AttentionWorkspace& workspace, AttentionRows* rows = nullptr,
                    float* log_sum_exp = nullptr);

/// Gradients of attention_head, recomputing the probabilities from q, k and log_sum_exp. dq, dk, dv are
/// overwritten (T, head width) and must not overlap the inputs.
void attention_head_backward(ConstMatrix q, ConstMatrix k, ConstMatrix v, const AttentionOptions& options,
                             ConstMatrix out, const float* log_sum_exp, ConstMatrix dout, Matrix dq,
                             Matrix dk, Matrix dv, AttentionWorkspace& workspace);

}  // namespace seqlens::kernels
