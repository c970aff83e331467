// The public functions: check shapes, then call the active level.
#include <cassert>

#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/listed_rows.h"
#include "seqlens/kernels/norm.h"
#include "seqlens/kernels/rotary.h"
#include "seqlens/kernels/softmax.h"
#include "seqlens/kernels/vector_ops.h"

#include "kernel_table.h"
#include "reduced/reduced_attention.h"
#include "reduced/reduced_gemm.h"

namespace seqlens::kernels {

namespace {

[[maybe_unused]] bool same_shape(ConstMatrix a, ConstMatrix b) {
  return a.rows == b.rows && a.cols == b.cols;
}

}  // namespace

void gemm(ConstMatrix a, const PackedMatrix& b, Matrix c, const Epilogue& epilogue) {
  const KernelTable& table = active_table();
  assert(a.cols == b.rows() && a.rows == c.rows && b.cols() == c.cols);
  assert(epilogue.residual.data == nullptr || same_shape(epilogue.residual, c));
  if (b.precision() != Precision::f32) return reduced::gemm(a, b, c, epilogue);
  assert(b.panel_width() == table.panel_width || b.cols() == 0);  // packed at another level otherwise
  table.gemm(a, b, c, epilogue);
}

void gemm_transposed_accumulate(ConstMatrix a, ConstMatrix b, Matrix c, AlignedBuffer& workspace) {
  assert(a.rows == b.rows && a.cols == c.rows && b.cols == c.cols);
  active_table().gemm_transposed_accumulate(a, b, c, workspace);
}

void sum_rows_accumulate(ConstMatrix a, float* out) {
  active_table().sum_rows_accumulate(a, out);
}

void sum_listed_rows(ConstMatrix source, const RowLists& lists, Matrix out) {
  assert(source.cols == out.cols && out.rows == lists.size());
  active_table().sum_listed_rows(source, {lists.offsets.data(), lists.indices.data(), lists.size()}, out);
}

void attention_head(ConstMatrix q, ConstMatrix k, ConstMatrix v, const AttentionOptions& options, Matrix out,
                    AttentionWorkspace& workspace, AttentionRows* rows, float* log_sum_exp) {
  assert(same_shape(q, k) && v.rows == k.rows && out.rows == q.rows && out.cols == v.cols);
  if (options.precision != Precision::f32)
    return reduced::attention_head(q, k, v, options, out, workspace, rows, log_sum_exp);
  active_table().attention_head(q, k, v, options, out, workspace, rows, log_sum_exp);
}

void attention_head_backward(ConstMatrix q, ConstMatrix k, ConstMatrix v, const AttentionOptions& options,
                             ConstMatrix out, const float* log_sum_exp, ConstMatrix dout, Matrix dq,
                             Matrix dk, Matrix dv, AttentionWorkspace& workspace,
                             AttentionRows* score_gradients) {
  assert(same_shape(q, k) && v.rows == k.rows && same_shape(out, dout) && out.rows == q.rows &&
         out.cols == v.cols);
  assert(same_shape(q, dq) && same_shape(k, dk) && same_shape(v, dv));
  assert(options.precision == Precision::f32);
  active_table().attention_head_backward(
      {q, k, v, options, out, log_sum_exp, dout, dq, dk, dv, score_gradients}, workspace);
}

void activate(Activation f, ConstMatrix x, Matrix y) {
  assert(same_shape(x, y));
  active_table().activate(f, x, y);
}

void activate_backward(Activation f, ConstMatrix x, ConstMatrix dy, Matrix dx) {
  assert(same_shape(x, dy) && same_shape(x, dx));
  active_table().activate_backward(f, x, dy, dx);
}

void gate(Activation f, ConstMatrix gate, ConstMatrix value, Matrix out) {
  assert(same_shape(gate, value) && same_shape(gate, out));
  active_table().gate(f, gate, value, out);
}

void gate_backward(Activation f, ConstMatrix gate, ConstMatrix value, ConstMatrix dout, Matrix dgate,
                   Matrix dvalue) {
  assert(same_shape(gate, value) && same_shape(gate, dout) && same_shape(gate, dgate) &&
         same_shape(gate, dvalue));
  active_table().gate_backward(f, gate, value, dout, dgate, dvalue);
}

void softmax_rows(ConstMatrix x, Matrix y) {
  assert(same_shape(x, y));
  active_table().softmax_rows(x, y);
}

void softmax_rows_backward(ConstMatrix y, ConstMatrix dy, Matrix dx) {
  assert(same_shape(y, dy) && same_shape(y, dx));
  active_table().softmax_rows_backward(y, dy, dx);
}

void layer_norm(ConstMatrix x, const float* weight, const float* bias, float eps, Matrix y, float* means,
                float* inverse_deviation) {
  assert(same_shape(x, y));
  active_table().layer_norm(x, weight, bias, eps, y, means, inverse_deviation);
}

void layer_norm_backward(ConstMatrix x, const float* means, const float* inverse_deviation,
                         const float* weight, ConstMatrix dy, Matrix dx, float* dweight, float* dbias) {
  assert(same_shape(x, dy) && same_shape(x, dx));
  active_table().layer_norm_backward(x, means, inverse_deviation, weight, dy, dx, dweight, dbias);
}

void rotate_half(Matrix x, ConstMatrix cos, ConstMatrix sin, float sign) {
  assert(x.cols == 2 * cos.cols && same_shape(cos, sin) && x.rows == cos.rows);
  active_table().rotate_half(x, cos, sin, sign);
}

void axpy(float a, const float* x, float* y, std::size_t n) {
  active_table().axpy(a, x, y, n);
}

void multiply_add(const float* a, const float* x, float* y, std::size_t n) {
  active_table().multiply_add(a, x, y, n);
}

float dot(const float* x, const float* y, std::size_t n) {
  return active_table().dot(x, y, n);
}

double sum_of_squares(const float* x, std::size_t n) {
  return active_table().sum_of_squares(x, n);
}

void adamw_update(const AdamWStep& step, const float* gradient, float* parameter, float* moment1,
                  float* moment2, std::size_t n) {
  active_table().adamw_update(step, gradient, parameter, moment1, moment2, n);
}

void exponential_average(float decay, const float* x, float* average, std::size_t n) {
  active_table().exponential_average(decay, x, average, n);
}

}  // namespace seqlens::kernels
