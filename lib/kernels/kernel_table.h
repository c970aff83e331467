#pragma once

#include <cstddef>
#include <cstdint>

#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/listed_rows.h"
#include "seqlens/kernels/matrix_view.h"
#include "seqlens/kernels/packed_matrix.h"
#include "seqlens/kernels/vector_ops.h"

namespace seqlens::kernels {

/// Arguments of attention_head_backward.
struct AttentionBackward {
  ConstMatrix q, k, v;
  AttentionOptions options;
  ConstMatrix out;
  const float* log_sum_exp;
  ConstMatrix dout;
  Matrix dq, dk, dv;
  AttentionRows* score_gradients;
};

/// Scores of some queries with all keys, in units of log 2.
struct ScoreBlock {
  Matrix scores;  ///< (queries, T); rows may be written up to whole vectors
  std::size_t first_query;
  float alibi_slope;  ///< as in AttentionOptions
  const float* bias;  ///< as `scores` lies, natural logarithms; or null
  float* tops;        ///< of each row, set
  float* totals;
};

/// Arguments of sum_listed_rows: RowLists without std types.
struct ListedRows {
  const std::uint64_t* offsets;
  const std::uint32_t* indices;
  std::size_t count;
};

/// Every kernel at one level. The public functions check shapes and call through the active table.
struct KernelTable {
  Isa isa;
  std::size_t panel_width;  ///< columns of one panel of PackedMatrix

  void (*gemm)(ConstMatrix a, const PackedMatrix& b, Matrix c, const Epilogue& epilogue);
  /// c = activation(sums + bias) + residual.
  void (*finish_sums)(ConstMatrix sums, Matrix c, const Epilogue& epilogue);
  void (*gemm_transposed_accumulate)(ConstMatrix a, ConstMatrix b, Matrix c, AlignedBuffer& workspace);
  void (*sum_rows_accumulate)(ConstMatrix a, float* out);
  void (*sum_listed_rows)(ConstMatrix source, const ListedRows& lists, Matrix out);

  void (*attention_head)(ConstMatrix q, ConstMatrix k, ConstMatrix v, const AttentionOptions& options,
                         Matrix out, AttentionWorkspace& workspace, AttentionRows* rows, float* log_sum_exp);
  /// scores = 2^(scores - slope |i - j| + bias - top), top the largest of the row; total is the sum.
  void (*exponentiate_scores)(const ScoreBlock& block);
  void (*attention_head_backward)(const AttentionBackward& arguments, AttentionWorkspace& workspace);

  void (*activate)(Activation f, ConstMatrix x, Matrix y);
  void (*activate_backward)(Activation f, ConstMatrix x, ConstMatrix dy, Matrix dx);
  void (*gate)(Activation f, ConstMatrix gate, ConstMatrix value, Matrix out);
  void (*gate_backward)(Activation f, ConstMatrix gate, ConstMatrix value, ConstMatrix dout, Matrix dgate,
                        Matrix dvalue);

  void (*softmax_rows)(ConstMatrix x, Matrix y);
  void (*softmax_rows_backward)(ConstMatrix y, ConstMatrix dy, Matrix dx);
  void (*layer_norm)(ConstMatrix x, const float* weight, const float* bias, float eps, Matrix y, float* means,
                     float* inverse_deviation);
  void (*layer_norm_backward)(ConstMatrix x, const float* means, const float* inverse_deviation,
                              const float* weight, ConstMatrix dy, Matrix dx, float* dweight, float* dbias);

  void (*rotate_half)(Matrix x, ConstMatrix cos, ConstMatrix sin, float sign);
  void (*axpy)(float a, const float* x, float* y, std::size_t n);
  void (*multiply_add)(const float* a, const float* x, float* y, std::size_t n);
  float (*dot)(const float* x, const float* y, std::size_t n);
  double (*sum_of_squares)(const float* x, std::size_t n);
  void (*adamw_update)(const AdamWStep& step, const float* gradient, float* parameter, float* moment1,
                       float* moment2, std::size_t n);
  void (*exponential_average)(float decay, const float* x, float* average, std::size_t n);
};

/// The table of `isa`, which must be available.
const KernelTable& kernel_table(Isa isa);

/// The table of active_isa().
const KernelTable& active_table();

}  // namespace seqlens::kernels
