#include "seqlens/protein/triangle_attention.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/softmax.h"
#include "seqlens/kernels/vector_ops.h"
#include "seqlens/parallel/parallel_for.h"

#include "square_side.h"

namespace seqlens::protein {

using kernels::ConstMatrix;
using kernels::Matrix;

namespace {

/// Rows (i, j) of `from` to rows (j, i) of `to`, or in place when the node is the starting one.
void copy_turned(Node node, std::size_t n, ConstMatrix from, Matrix to) {
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const std::size_t target = node == Node::ending ? j * n + i : i * n + j;
      std::copy_n(from.row(i * n + j), from.cols, to.row(target));
    }
}

/// One head's attention in one row of pairs after another.
class HeadRows {
 public:
  HeadRows(const TriangleAttention::Saved& saved, std::size_t heads, std::size_t head)
      : saved_(saved), n_(saved.n), head_(head), width_(saved.queries.view().cols / heads), bias_(n_ * n_) {
    for (std::size_t p = 0; p < bias_.size(); ++p) bias_[p] = saved.biases.view().at(p, head);
  }

  /// The head's columns of row i's pairs.
  template <class Pairs>
  [[nodiscard]] auto part(Pairs& pairs, std::size_t i) const {
    return pairs.view().row_range(i * n_, n_).col_range(head_ * width_, width_);
  }
  [[nodiscard]] float scale() const { return 1.0F / std::sqrt(static_cast<float>(width_)); }

  /// Attention of row i, (n, n).
  void attend(std::size_t i, Matrix scores) {
    packed_.pack_transposed(part(saved_.keys, i));
    kernels::gemm(part(saved_.queries, i), packed_, scores);
    const float* mask = saved_.mask.data() + i * n_;
    const bool none_left = std::all_of(mask, mask + n_, [](float m) { return m == 0; });
    for (std::size_t j = 0; j < n_; ++j)
      for (std::size_t k = 0; k < n_; ++k) {
        float& score = scores.at(j, k);
        score = score * scale() + bias_[j * n_ + k];
        if (mask[k] == 0 && !none_left) score = -1e30F;
      }
    kernels::softmax_rows(scores, scores);
    for (std::size_t k = 0; k < n_; ++k)
      if (mask[k] == 0 && !none_left)
        for (std::size_t j = 0; j < n_; ++j) scores.at(j, k) = 0;
  }

 private:
  const TriangleAttention::Saved& saved_;
  std::size_t n_, head_, width_;
  std::vector<float> bias_;
  kernels::PackedMatrix packed_;
};

/// dy becomes the gradients of the gated values; dgates those of the gates' logits.
void ungate(const PairMatrix& values, const PairMatrix& gates, PairMatrix& d, PairMatrix& dgates) {
  for (std::size_t k = 0; k < d.numbers().size(); ++k) {
    const float open = gates.numbers()[k];
    dgates.numbers()[k] = d.numbers()[k] * values.numbers()[k] * open * (1 - open);
    d.numbers()[k] *= open;
  }
}

}  // namespace

TriangleAttention::TriangleAttention(Node node_, std::size_t channels, std::size_t heads_, std::size_t width)
    : node(node_),
      heads(heads_),
      norm(channels),
      bias(channels, heads_, false),
      query(channels, heads_ * width, false),
      key(channels, heads_ * width, false),
      value(channels, heads_ * width, false),
      gate(channels, heads_ * width, true),
      out(heads_ * width, channels, true) {}

void TriangleAttention::forward(ConstMatrix z, std::span<const float> mask, Matrix update,
                                Saved& saved) const {
  const std::size_t n = square_side(z, mask), pairs = z.rows;
  saved.n = n;
  saved.turned = PairMatrix(pairs, z.cols);
  copy_turned(node, n, z, saved.turned.view());
  saved.mask.resize(pairs);
  copy_turned(node, n, {mask.data(), pairs, 1}, {saved.mask.data(), pairs, 1});
  saved.normed = PairMatrix(pairs, z.cols);
  norm.forward(saved.turned.view(), saved.normed.view(), saved.statistics);
  const auto apply = [&](const Linear& layer) {
    PairMatrix result(pairs, layer.outputs);
    layer.forward(saved.normed.view(), result.view());
    return result;
  };
  saved.biases = apply(bias);
  saved.queries = apply(query);
  saved.keys = apply(key);
  saved.values = apply(value);
  saved.gates = apply(gate);
  make_sigmoid(saved.gates.numbers());

  saved.attended = PairMatrix(pairs, value.outputs);
  parallel::parallel_for(heads, [&](std::size_t h) {
    HeadRows rows(saved, heads, h);
    PairMatrix scores(n, n);
    kernels::PackedMatrix packed;
    for (std::size_t i = 0; i < n; ++i) {
      rows.attend(i, scores.view());
      packed.pack(rows.part(saved.values, i));
      kernels::gemm(scores.view(), packed, rows.part(saved.attended, i));
    }
  });

  saved.gated = saved.attended;
  for (std::size_t k = 0; k < saved.gated.numbers().size(); ++k)
    saved.gated.numbers()[k] *= saved.gates.numbers()[k];
  PairMatrix result(pairs, z.cols);
  out.forward(saved.gated.view(), result.view());
  copy_turned(node, n, result.view(), update);
}

void TriangleAttention::backward(const Saved& saved, ConstMatrix dupdate, TriangleAttention& gradient,
                                 Matrix dz) const {
  const std::size_t n = saved.n, pairs = n * n;
  PairMatrix dresult(pairs, dupdate.cols), dattended(pairs, value.outputs), dgates(pairs, value.outputs);
  copy_turned(node, n, dupdate, dresult.view());
  out.backward(saved.gated.view(), dresult.view(), gradient.out, dattended.view(), false);
  ungate(saved.attended, saved.gates, dattended, dgates);

  PairMatrix dqueries(pairs, query.outputs), dkeys(pairs, key.outputs), dvalues(pairs, value.outputs);
  PairMatrix dbiases(pairs, heads);
  parallel::parallel_for(heads, [&](std::size_t h) {
    HeadRows rows(saved, heads, h);
    PairMatrix scores(n, n), dscores(n, n), dbias(n, n);
    kernels::PackedMatrix packed;
    kernels::AlignedBuffer workspace;
    for (std::size_t i = 0; i < n; ++i) {
      rows.attend(i, scores.view());
      const Matrix dout = rows.part(dattended, i);
      kernels::gemm_transposed_accumulate(scores.view(), dout, rows.part(dvalues, i), workspace);
      packed.pack_transposed(rows.part(saved.values, i));
      kernels::gemm(dout, packed, dscores.view());
      kernels::softmax_rows_backward(scores.view(), dscores.view(), dscores.view());
      kernels::axpy(1, dscores.numbers().data(), dbias.numbers().data(), n * n);
      for (float& d : dscores.numbers()) d *= rows.scale();
      packed.pack(rows.part(saved.keys, i));
      kernels::gemm(dscores.view(), packed, rows.part(dqueries, i));
      kernels::gemm_transposed_accumulate(dscores.view(), rows.part(saved.queries, i), rows.part(dkeys, i),
                                          workspace);
    }
    for (std::size_t p = 0; p < pairs; ++p) dbiases.view().at(p, h) = dbias.numbers()[p];
  });

  PairMatrix dnormed(pairs, dupdate.cols);
  const ConstMatrix normed = saved.normed.view();
  bias.backward(normed, dbiases.view(), gradient.bias, dnormed.view(), false);
  query.backward(normed, dqueries.view(), gradient.query, dnormed.view(), true);
  key.backward(normed, dkeys.view(), gradient.key, dnormed.view(), true);
  value.backward(normed, dvalues.view(), gradient.value, dnormed.view(), true);
  gate.backward(normed, dgates.view(), gradient.gate, dnormed.view(), true);
  norm.backward(saved.turned.view(), saved.statistics, dnormed.view(), gradient.norm, dnormed.view());
  copy_turned(node, n, dnormed.view(), dz);
}

}  // namespace seqlens::protein
