#pragma once

#include <cstddef>

#include "seqlens/kernels/aligned_buffer.h"
#include "seqlens/kernels/matrix_view.h"
#include "seqlens/kernels/precision.h"

namespace seqlens::kernels {

/// Sees a matrix (query by key) of one head in blocks of rows, in order, while it is computed: the attention
/// matrix A, each row of which sums to 1, or the gradients of the scores.
class AttentionRows {
 public:
  virtual ~AttentionRows() = default;
  /// Rows [first, first + rows.rows), valid during the call only.
  virtual void on_rows(std::size_t first, ConstMatrix rows) = 0;
};

/// What one head adds to its scaled scores, asked for in blocks of rows, so that no T x T matrix is held.
class ScoreBias {
 public:
  virtual ~ScoreBias() = default;
  /// Writes every entry of `bias` (rows, T): row r belongs to query first + r. Finite numbers.
  virtual void fill(std::size_t first, Matrix bias) const = 0;
};

struct AttentionOptions {
  float scale = 1.0F;        ///< multiplies q k^T; usually 1 / sqrt(head width)
  float alibi_slope = 0.0F;  ///< adds -slope * |i - j| to the scaled score (Press et al. 2022; symmetric)
  const ScoreBias* bias = nullptr;  ///< added to the scaled score; null: nothing
  /// Of both products. In bf16 the scaled queries, keys, values and softmax numerators are rounded
  /// (precision.h); what the softmax sums and what an observer sees is not. int8 has attention in bf16.
  /// Backward: f32 alone.
  Precision precision = Precision::f32;
};

/// Scratch of one head in flight. Grows to what the largest call needs.
struct AttentionWorkspace {
  AlignedBuffer buffer;
};

/// out = softmax(scale q k^T - slope |i - j| + bias) v for one head of one sequence, all T tokens visible.
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
///
/// @param score_gradients  sees d loss / d (scaled score), which is that of the bias, or null
void attention_head_backward(ConstMatrix q, ConstMatrix k, ConstMatrix v, const AttentionOptions& options,
                             ConstMatrix out, const float* log_sum_exp, ConstMatrix dout, Matrix dq,
                             Matrix dk, Matrix dv, AttentionWorkspace& workspace,
                             AttentionRows* score_gradients = nullptr);

}  // namespace seqlens::kernels
