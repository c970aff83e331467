#include "seqlens/protein/triangle_multiplication.h"

#include <vector>

#include "seqlens/kernels/gemm.h"
#include "seqlens/parallel/parallel_for.h"

#include "square_side.h"

namespace seqlens::protein {

using kernels::ConstMatrix;
using kernels::Matrix;

namespace {

/// One channel of (n^2, h), as (n, n); turned for incoming edges, so that both are sums over the last index.
class Channel {
 public:
  Channel(std::size_t n, Edges edges) : n_(n), turned_(edges == Edges::incoming), numbers_(n * n) {}

  void take(ConstMatrix from, std::size_t channel) {
    for (std::size_t i = 0; i < n_; ++i)
      for (std::size_t j = 0; j < n_; ++j) numbers_[i * n_ + j] = from.at(pair(i, j), channel);
  }
  void put(Matrix to, std::size_t channel) const {
    for (std::size_t i = 0; i < n_; ++i)
      for (std::size_t j = 0; j < n_; ++j) to.at(pair(i, j), channel) = numbers_[i * n_ + j];
  }
  [[nodiscard]] Matrix view() { return {numbers_.data(), n_, n_}; }

 private:
  [[nodiscard]] std::size_t pair(std::size_t i, std::size_t j) const {
    return turned_ ? j * n_ + i : i * n_ + j;
  }

  std::size_t n_;
  bool turned_;
  std::vector<float> numbers_;
};

/// a = mask sigmoid(gate) projected, element by element.
PairMatrix gated(const PairMatrix& projected, const PairMatrix& gates, std::span<const float> mask) {
  PairMatrix result = projected;
  const std::size_t width = result.view().cols;
  for (std::size_t k = 0; k < result.numbers().size(); ++k)
    result.numbers()[k] *= gates.numbers()[k] * mask[k / width];
  return result;
}

/// From the gradient of mask sigmoid(gate) projected: that of projected, and that of gate.
void ungate(const PairMatrix& projected, const PairMatrix& gates, std::span<const float> mask,
            PairMatrix& gradient, PairMatrix& gate_gradient) {
  gate_gradient = gradient;
  const std::size_t width = gradient.view().cols;
  for (std::size_t k = 0; k < gradient.numbers().size(); ++k) {
    const float open = gates.numbers()[k], d = gradient.numbers()[k] * mask[k / width];
    gradient.numbers()[k] = d * open;
    gate_gradient.numbers()[k] = d * projected.numbers()[k] * open * (1 - open);
  }
}

}  // namespace

TriangleMultiplication::TriangleMultiplication(Edges edges_, std::size_t channels, std::size_t hidden)
    : edges(edges_),
      norm_in(channels),
      norm_out(hidden),
      project_a(channels, hidden, true),
      gate_a(channels, hidden, true),
      project_b(channels, hidden, true),
      gate_b(channels, hidden, true),
      gate(channels, channels, true),
      out(hidden, channels, true) {}

void TriangleMultiplication::forward(ConstMatrix z, std::span<const float> mask, Matrix update,
                                     Saved& saved) const {
  const std::size_t n = square_side(z, mask), pairs = z.rows, hidden = project_a.outputs;
  saved.n = n;
  saved.normed = PairMatrix(pairs, z.cols);
  norm_in.forward(z, saved.normed.view(), saved.in_statistics);
  const ConstMatrix normed = saved.normed.view();
  const auto apply = [&](const Linear& layer, bool sigmoid) {
    PairMatrix result(pairs, layer.outputs);
    layer.forward(normed, result.view());
    if (sigmoid) make_sigmoid(result.numbers());
    return result;
  };
  saved.projected_a = apply(project_a, false);
  saved.gated_a = apply(gate_a, true);
  saved.projected_b = apply(project_b, false);
  saved.gated_b = apply(gate_b, true);
  saved.gates = apply(gate, true);

  const PairMatrix a = gated(saved.projected_a, saved.gated_a, mask);
  const PairMatrix b = gated(saved.projected_b, saved.gated_b, mask);
  saved.products = PairMatrix(pairs, hidden);
  const Matrix products = saved.products.view();
  parallel::parallel_for(hidden, [&](std::size_t h) {
    Channel left(n, edges), right(n, edges), product(n, Edges::outgoing);
    left.take(a.view(), h);
    right.take(b.view(), h);
    kernels::PackedMatrix packed;
    packed.pack_transposed(right.view());
    kernels::gemm(left.view(), packed, product.view());
    product.put(products, h);
  });

  saved.normed_products = PairMatrix(pairs, hidden);
  norm_out.forward(products, saved.normed_products.view(), saved.out_statistics);
  saved.projected = PairMatrix(pairs, z.cols);
  out.forward(saved.normed_products.view(), saved.projected.view());
  for (std::size_t p = 0; p < pairs; ++p)
    for (std::size_t c = 0; c < z.cols; ++c)
      update.at(p, c) = saved.projected.view().at(p, c) * saved.gates.view().at(p, c);
}

void TriangleMultiplication::backward(ConstMatrix z, std::span<const float> mask, const Saved& saved,
                                      ConstMatrix dupdate, TriangleMultiplication& gradient,
                                      Matrix dz) const {
  const std::size_t n = saved.n, pairs = z.rows, hidden = project_a.outputs;
  const ConstMatrix normed = saved.normed.view();
  PairMatrix dprojected(pairs, z.cols), dgates;
  for (std::size_t p = 0; p < pairs; ++p)
    for (std::size_t c = 0; c < z.cols; ++c) dprojected.view().at(p, c) = dupdate.at(p, c);
  const std::vector<float> everywhere(pairs, 1);  // the output's gate knows no mask
  ungate(saved.projected, saved.gates, everywhere, dprojected, dgates);
  gate.backward(normed, dgates.view(), gradient.gate, dz, false);

  PairMatrix dproducts(pairs, hidden);
  out.backward(saved.normed_products.view(), dprojected.view(), gradient.out, dproducts.view(), false);
  norm_out.backward(saved.products.view(), saved.out_statistics, dproducts.view(), gradient.norm_out,
                    dproducts.view());

  const PairMatrix a = gated(saved.projected_a, saved.gated_a, mask);
  const PairMatrix b = gated(saved.projected_b, saved.gated_b, mask);
  PairMatrix da(pairs, hidden), db(pairs, hidden);
  const Matrix da_view = da.view(), db_view = db.view();
  parallel::parallel_for(hidden, [&](std::size_t h) {
    Channel left(n, edges), right(n, edges), product(n, Edges::outgoing), result(n, edges);
    left.take(a.view(), h);
    right.take(b.view(), h);
    product.take(dproducts.view(), h);
    kernels::PackedMatrix packed;  // x = a b^T: da = dx b, db = dx^T a
    packed.pack(right.view());
    kernels::gemm(product.view(), packed, result.view());
    result.put(da_view, h);
    Channel other(n, edges);
    kernels::AlignedBuffer workspace;
    kernels::gemm_transposed_accumulate(product.view(), left.view(), other.view(), workspace);
    other.put(db_view, h);
  });

  const auto back = [&](const Linear& project, const Linear& gating, const PairMatrix& projected,
                        const PairMatrix& gates, PairMatrix& d, Linear& dproject, Linear& dgating) {
    PairMatrix dgate;
    ungate(projected, gates, mask, d, dgate);
    project.backward(normed, d.view(), dproject, dz, true);
    gating.backward(normed, dgate.view(), dgating, dz, true);
  };
  back(project_a, gate_a, saved.projected_a, saved.gated_a, da, gradient.project_a, gradient.gate_a);
  back(project_b, gate_b, saved.projected_b, saved.gated_b, db, gradient.project_b, gradient.gate_b);
  norm_in.backward(z, saved.in_statistics, dz, gradient.norm_in, dz);
}

}  // namespace seqlens::protein
