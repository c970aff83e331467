// Every kernel on matrices whose rows lie apart, each at a distance of its own.
#include <algorithm>
#include <array>
#include <string>

#include <catch2/catch.hpp>

#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/norm.h"
#include "seqlens/kernels/rotary.h"
#include "seqlens/kernels/softmax.h"

#include "arrays.h"
#include "support/require_close.h"

using namespace seqlens;
using namespace seqlens::kernels;
using namespace seqlens::test;

namespace {

constexpr std::size_t kMatrices = 8;
constexpr float kBetween = 77;

using Operands = std::array<Matrix, kMatrices>;

/// A matrix whose last row ends where readable memory ends.
class SpreadMatrix {
 public:
  SpreadMatrix(std::size_t rows, std::size_t cols, std::size_t gap, Random& random)
      : rows_(rows), cols_(cols), stride_(cols + gap), array_((rows - 1) * stride_ + cols, kBetween) {
    for (std::size_t r = 0; r < rows; ++r)
      std::generate_n(view().row(r), cols, [&] { return static_cast<float>(random.normal()); });
  }

  [[nodiscard]] Matrix view() { return {array_.data(), rows_, cols_, stride_}; }

  /// Row after row. What lies between must be as it was.
  [[nodiscard]] std::vector<float> values() const {
    std::vector<float> values;
    for (std::size_t i = 0; i < array_.size(); ++i) {
      if (i % stride_ < cols_)
        values.push_back(array_.data()[i]);
      else
        REQUIRE(array_.data()[i] == kBetween);
    }
    return values;
  }

 private:
  std::size_t rows_, cols_, stride_;
  EdgeArray array_;
};

struct Kernel {
  std::string name;
  void (*run)(const Operands& m);  ///< on eight matrices of one shape; their values tell what it wrote
};

const Kernel kKernels[] = {
    {"activate", [](const Operands& m) { activate(Activation::gelu, m[0], m[1]); }},
    {"activate_backward", [](const Operands& m) { activate_backward(Activation::gelu, m[0], m[1], m[2]); }},
    {"gate", [](const Operands& m) { gate(Activation::silu, m[0], m[1], m[2]); }},
    {"gate_backward",
     [](const Operands& m) { gate_backward(Activation::silu, m[0], m[1], m[2], m[3], m[4]); }},
    {"softmax_rows", [](const Operands& m) { softmax_rows(m[0], m[1]); }},
    {"softmax_rows_backward", [](const Operands& m) { softmax_rows_backward(m[0], m[1], m[2]); }},
    {"layer_norm",
     [](const Operands& m) {
       std::vector<float> means(m[0].rows), inverse(m[0].rows);
       layer_norm(m[0], m[1].row(0), m[1].row(1), 1e-5F, m[2], means.data(), inverse.data());
     }},
    {"layer_norm_backward",
     [](const Operands& m) {
       const std::vector<float> means(m[0].rows, 0.1F), inverse(m[0].rows, 0.9F);
       layer_norm_backward(m[0], means.data(), inverse.data(), m[1].row(0), m[2], m[3], m[4].row(0),
                           m[4].row(1));
     }},
    {"rotate_half",
     [](const Operands& m) {
       rotate_half(m[0], m[1].col_range(0, m[1].cols / 2), m[2].col_range(0, m[2].cols / 2));
     }},
    {"sum_rows_accumulate", [](const Operands& m) { sum_rows_accumulate(m[0], m[1].row(0)); }},
    {"attention_head",
     [](const Operands& m) {
       AttentionWorkspace workspace;
       attention_head(m[0], m[1], m[2], {}, m[3], workspace);
     }},
    {"attention_head_backward",
     [](const Operands& m) {
       AttentionWorkspace workspace;
       const std::vector<float> log_sum_exp(m[0].rows, 3);
       attention_head_backward(m[0], m[1], m[2], {}, m[3], log_sum_exp.data(), m[4], m[5], m[6], m[7],
                               workspace);
     }},
};

std::vector<float> values_after(const Kernel& kernel, std::size_t rows, std::size_t cols, bool apart) {
  Random random(51);
  std::vector<SpreadMatrix> matrices;
  matrices.reserve(kMatrices);  // the views stay valid
  Operands views;
  for (std::size_t i = 0; i < kMatrices; ++i)
    views[i] = matrices.emplace_back(rows, cols, apart ? i + 1 : 0, random).view();
  kernel.run(views);
  std::vector<float> all;
  for (const SpreadMatrix& matrix : matrices) {
    const auto values = matrix.values();
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

}  // namespace

TEST_CASE("kernels read and write rows that lie apart and nothing between them") {
  for (const Kernel& kernel : kKernels) {
    for (const std::size_t cols : {6, 16, 34, 80}) {
      INFO(kernel.name << ", " << cols << " columns");
      const std::size_t rows = 13;  // past a block of the attention
      const auto dense = same_at_every_level([&] { return values_after(kernel, rows, cols, false); });
      const auto apart = same_at_every_level([&] { return values_after(kernel, rows, cols, true); });
      require_same_bits(apart, dense);
    }
  }
}
