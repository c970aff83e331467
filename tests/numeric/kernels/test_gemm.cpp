#include <cmath>
#include <optional>

#include <catch2/catch.hpp>

#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/listed_rows.h"

#include "arrays.h"
#include "references.h"
#include "support/require_close.h"

using namespace seqlens;
using namespace seqlens::kernels;
using namespace seqlens::test;

namespace {

struct Shape {
  std::size_t m, k, n;
};

const Shape kShapes[] = {{1, 1, 1},   {2, 3, 5},    {5, 7, 15},   {6, 16, 16},  {7, 17, 17},  {13, 33, 31},
                         {11, 5, 47}, {12, 64, 48}, {12, 40, 64}, {25, 19, 65}, {96, 30, 80}, {97, 8, 130},
                         {30, 72, 1}, {3, 513, 70}, {8, 1100, 9}, {1, 600, 200}};

std::vector<double> product(ConstMatrix a, ConstMatrix b) {
  std::vector<double> c;
  for (std::size_t m = 0; m < a.rows; ++m) {
    for (std::size_t n = 0; n < b.cols; ++n) {
      double sum = 0;
      for (std::size_t k = 0; k < a.cols; ++k) sum += double{a.at(m, k)} * double{b.at(k, n)};
      c.push_back(sum);
    }
  }
  return c;
}

// An f32 chain over k of normal numbers: generous in the constant, strict in the scale.
Tolerance tolerance_of(std::size_t k) {
  return {2e-7 * static_cast<double>(k) + 2e-6, 1e-6};
}

}  // namespace

TEST_CASE("gemm is the product at odd sizes") {
  Random random(1);
  for (const Shape& s : kShapes) {
    CAPTURE(s.m, s.k, s.n);
    const EdgeArray a(s.m * s.k, random), b(s.k * s.n, random);
    const auto got = same_at_every_level([&] {
      PackedMatrix packed;
      packed.pack({b.data(), s.k, s.n});
      EdgeArray c(s.m * s.n, NAN);
      gemm({a.data(), s.m, s.k}, packed, {c.data(), s.m, s.n});
      return c.floats();
    });
    require_close(got, product({a.data(), s.m, s.k}, {b.data(), s.k, s.n}), tolerance_of(s.k));
  }
}

TEST_CASE("pack_transposed packs the transpose") {
  Random random(2);
  for (const Shape& s : kShapes) {
    CAPTURE(s.m, s.k, s.n);
    const EdgeArray a(s.m * s.k, random), b(s.n * s.k, random);
    EdgeArray transposed(s.k * s.n);
    for (std::size_t n = 0; n < s.n; ++n) {
      for (std::size_t k = 0; k < s.k; ++k) transposed.data()[k * s.n + n] = b.data()[n * s.k + k];
    }
    const auto run = [&](bool as_published) {
      PackedMatrix packed;
      if (as_published) {
        packed.pack_transposed({b.data(), s.n, s.k});
      } else {
        packed.pack({transposed.data(), s.k, s.n});
      }
      EdgeArray c(s.m * s.n, NAN);
      gemm({a.data(), s.m, s.k}, packed, {c.data(), s.m, s.n});
      return c.floats();
    };
    require_same_bits(run(true), run(false));
  }
}

TEST_CASE("gemm leaves memory between rows alone and reads strided rows") {
  Random random(3);
  const Shape s{13, 21, 37};
  constexpr std::size_t kGap = 3;
  const EdgeArray a(s.m * (s.k + kGap), random), b(s.k * (s.n + kGap), random);
  const auto got = same_at_every_level([&] {
    PackedMatrix packed;
    packed.pack({b.data(), s.k, s.n, s.n + kGap});
    EdgeArray c(s.m * (s.n + kGap), 77);
    gemm({a.data(), s.m, s.k, s.k + kGap}, packed, {c.data(), s.m, s.n, s.n + kGap});
    return c.floats();
  });
  const auto expected = product({a.data(), s.m, s.k, s.k + kGap}, {b.data(), s.k, s.n, s.n + kGap});
  for (std::size_t m = 0; m < s.m; ++m) {
    const float* row = got.data() + m * (s.n + kGap);
    require_close({row, s.n}, {expected.data() + m * s.n, s.n}, tolerance_of(s.k));
    for (std::size_t i = 0; i < kGap; ++i) REQUIRE(row[s.n + i] == 77);
  }
}

TEST_CASE("gemm reads overlapping rows as a convolution") {
  Random random(4);
  constexpr std::size_t kChannels = 5, kKernel = 7, kStride = 2, kInputs = 41, kFilters = 19;
  constexpr std::size_t kOutputs = (kInputs - kKernel) / kStride + 1;
  const EdgeArray x(kInputs * kChannels, random), w(kKernel * kChannels * kFilters, random);
  const ConstMatrix windows{x.data(), kOutputs, kKernel * kChannels, kStride * kChannels};
  const auto got = same_at_every_level([&] {
    PackedMatrix packed;
    packed.pack({w.data(), kKernel * kChannels, kFilters});
    EdgeArray c(kOutputs * kFilters, NAN);
    gemm(windows, packed, {c.data(), kOutputs, kFilters});
    return c.floats();
  });
  require_close(got, product(windows, {w.data(), kKernel * kChannels, kFilters}),
                tolerance_of(kKernel * kChannels));
}

TEST_CASE("the epilogue adds bias then activates then adds the residual") {
  Random random(5);
  for (const Shape& s : {Shape{7, 9, 33}, {12, 20, 64}, {25, 600, 70}, {5, 3, 16}}) {
    const EdgeArray a(s.m * s.k, random), b(s.k * s.n, random, 0.2), bias(s.n, random),
        residual(s.m * s.n, random);
    for (const Activation f :
         {Activation::none, Activation::relu, Activation::gelu, Activation::gelu_tanh, Activation::silu}) {
      for (const bool in_place : {false, true}) {
        CAPTURE(s.m, s.k, s.n, static_cast<int>(f), in_place);
        const auto got = same_at_every_level([&] {
          PackedMatrix packed;
          packed.pack({b.data(), s.k, s.n});
          EdgeArray c(residual);
          Epilogue epilogue;
          epilogue.bias = bias.data();
          epilogue.activation = f;
          epilogue.residual = {in_place ? c.data() : residual.data(), s.m, s.n};
          gemm({a.data(), s.m, s.k}, packed, {c.data(), s.m, s.n}, epilogue);
          return c.floats();
        });
        auto expected = product({a.data(), s.m, s.k}, {b.data(), s.k, s.n});
        for (std::size_t i = 0; i < expected.size(); ++i) {
          const double biased = expected[i] + double{bias.data()[i % s.n]};
          expected[i] = reference::activation(f, biased) + double{residual.data()[i]};
        }
        require_close(got, expected, {2e-5, 2e-6});
      }
    }
  }
}

TEST_CASE("a product over nothing is the epilogue of zero") {
  const EdgeArray bias(5, 2);
  const auto got = same_at_every_level([&] {
    PackedMatrix packed;
    packed.pack({bias.data(), 0, 5});
    EdgeArray c(15, 1);
    Epilogue epilogue;
    epilogue.bias = bias.data();
    epilogue.residual = {c.data(), 3, 5};
    gemm({bias.data(), 3, 0}, packed, {c.data(), 3, 5}, epilogue);
    return c.floats();
  });
  require_close(got, std::vector<double>(15, 3), {});
}

TEST_CASE("a row of a product does not depend on its neighbours") {
  Random random(6);
  const Shape s{101, 37, 83};
  const EdgeArray a(s.m * s.k, random), b(s.k * s.n, random);
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    PackedMatrix packed;
    packed.pack({b.data(), s.k, s.n});
    EdgeArray all(s.m * s.n);
    gemm({a.data(), s.m, s.k}, packed, {all.data(), s.m, s.n});
    for (const std::size_t row : {0, 5, 6, 95, 96, 100}) {
      EdgeArray alone(s.n);
      gemm({a.data() + row * s.k, 1, s.k}, packed, {alone.data(), 1, s.n});
      require_same_bits(alone.span(), {all.data() + row * s.n, s.n});
    }
  }
}

TEST_CASE("gemm_transposed_accumulate adds a transposed times b") {
  Random random(7);
  for (const Shape& s : kShapes) {
    CAPTURE(s.m, s.k, s.n);
    // Here m is summed over: a (m, n), b (m, k), c (n, k).
    const std::size_t rows = s.k, outputs = s.m, inputs = s.n;
    const EdgeArray a(rows * outputs, random), b(rows * inputs, random), start(outputs * inputs, random);
    const auto got = same_at_every_level([&] {
      EdgeArray c(start);
      AlignedBuffer workspace;
      gemm_transposed_accumulate({a.data(), rows, outputs}, {b.data(), rows, inputs},
                                 {c.data(), outputs, inputs}, workspace);
      return c.floats();
    });
    auto expected = start.doubles();
    for (std::size_t n = 0; n < outputs; ++n) {
      for (std::size_t k = 0; k < inputs; ++k) {
        for (std::size_t m = 0; m < rows; ++m) {
          expected[n * inputs + k] += double{a.data()[m * outputs + n]} * double{b.data()[m * inputs + k]};
        }
      }
    }
    require_close(got, expected, tolerance_of(rows));
  }
}

TEST_CASE("gemm_transposed_accumulate takes overlapping rows and strided outputs") {
  Random random(8);
  constexpr std::size_t kRows = 29, kOutputs = 13, kInputs = 35, kStep = 10, kGap = 5;
  const EdgeArray a(kRows * (kOutputs + kGap), random), b((kRows - 1) * kStep + kInputs, random);
  const ConstMatrix gradients{a.data(), kRows, kOutputs, kOutputs + kGap};
  const ConstMatrix windows{b.data(), kRows, kInputs, kStep};
  const auto got = same_at_every_level([&] {
    EdgeArray c(kOutputs * (kInputs + kGap), 2);
    AlignedBuffer workspace;
    gemm_transposed_accumulate(gradients, windows, {c.data(), kOutputs, kInputs, kInputs + kGap}, workspace);
    return c.floats();
  });
  std::vector<double> expected(got.size(), 2);
  for (std::size_t n = 0; n < kOutputs; ++n) {
    for (std::size_t k = 0; k < kInputs; ++k) {
      for (std::size_t m = 0; m < kRows; ++m) {
        expected[n * (kInputs + kGap) + k] += double{gradients.at(m, n)} * double{windows.at(m, k)};
      }
    }
  }
  require_close(got, expected, tolerance_of(kRows));
}

TEST_CASE("sum_rows_accumulate adds the rows in order") {
  Random random(9);
  for (const auto& [rows, cols] : std::initializer_list<std::pair<std::size_t, std::size_t>>{
           {0, 5}, {1, 17}, {23, 1}, {23, 15}, {23, 16}, {23, 17}, {23, 63}, {23, 64}, {23, 65}, {23, 150}}) {
    CAPTURE(rows, cols);
    const EdgeArray a(rows * cols, random), start(cols, random);
    const ConstMatrix matrix{a.data(), rows, cols};
    const auto got = same_at_every_level([&] {
      EdgeArray out(start);
      sum_rows_accumulate(matrix, out.data());
      return out.floats();
    });
    auto expected = start.doubles();
    for (std::size_t i = 0; i < a.size(); ++i) expected[i % cols] += double{a.data()[i]};
    require_close(got, expected, {1e-5, 0});
  }
}

TEST_CASE("sum_listed_rows sums the rows of each list") {
  Random random(10);
  constexpr std::size_t kSourceRows = 37;
  for (const std::size_t cols : {1, 4, 15, 16, 17, 19, 20, 21, 36, 40, 45}) {
    CAPTURE(cols);
    const EdgeArray source(kSourceRows * cols, random);
    std::vector<std::uint64_t> offsets = {0};
    std::vector<std::uint32_t> indices;
    for (const std::size_t length : {0, 1, 2, 3, 4, 5, 7, 8, 21}) {
      for (std::size_t k = 0; k < length; ++k)
        indices.push_back(static_cast<std::uint32_t>(random.below(kSourceRows)));
      offsets.push_back(indices.size());
    }
    const RowLists lists{offsets, indices};
    const auto got = same_at_every_level([&] {
      EdgeArray out(lists.size() * cols, 7);
      sum_listed_rows({source.data(), kSourceRows, cols}, lists, {out.data(), lists.size(), cols});
      return out.floats();
    });
    std::vector<double> expected(lists.size() * cols);
    for (std::size_t l = 0; l < lists.size(); ++l)
      for (std::size_t k = offsets[l]; k < offsets[l + 1]; ++k)
        for (std::size_t c = 0; c < cols; ++c)
          expected[l * cols + c] += double{source.data()[indices[k] * cols + c]};
    require_close(got, expected, {1e-5, 0});
  }
}
