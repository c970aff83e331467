#include <bit>
#include <cmath>
#include <cstdint>

#include <catch2/catch.hpp>

#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/precision.h"

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

const Shape kShapes[] = {{1, 1, 1},    {2, 3, 5},    {5, 7, 15},   {6, 16, 64},  {7, 17, 65},
                         {97, 30, 80}, {13, 6, 130}, {3, 513, 70}, {8, 1100, 9}, {1, 20000, 3}};
constexpr Precision kReduced[] = {Precision::bf16, Precision::int8};

/// x to 8 bits of significand, nearest even, by arithmetic alone: 2^16 x + x - 2^16 x in floats of 24 bits.
double rounded(float x) {
  const float far = x * 65537.0F;
  return double{far - (far - x)};
}

/// The whole numbers and the scale that stand for the `n` numbers at x.
struct Quantised {
  std::vector<double> whole;
  double scale = 0;
  explicit Quantised(const float* x, std::size_t n) {
    float peak = 0;
    for (std::size_t i = 0; i < n; ++i) peak = std::max(peak, std::fabs(x[i]));
    scale = double{peak / 127.0F};
    for (std::size_t i = 0; i < n; ++i) whole.push_back(double{std::nearbyint(x[i] * (127.0F / peak))});
  }
};

/// a (m, k) times the transpose of b (n, k), both as the format has them, in double.
std::vector<double> product(Precision precision, const EdgeArray& a, const EdgeArray& b, const Shape& s) {
  std::vector<double> c;
  for (std::size_t m = 0; m < s.m; ++m) {
    const Quantised left(a.data() + m * s.k, s.k);
    for (std::size_t n = 0; n < s.n; ++n) {
      const Quantised right(b.data() + n * s.k, s.k);
      double sum = 0;
      for (std::size_t k = 0; k < s.k; ++k) {
        sum += precision == Precision::int8 ? left.whole[k] * right.whole[k] * left.scale * right.scale
                                            : rounded(a.data()[m * s.k + k]) * rounded(b.data()[n * s.k + k]);
      }
      c.push_back(sum);
    }
  }
  return c;
}

std::vector<float> multiply(Precision precision, const EdgeArray& a, const EdgeArray& b, const Shape& s) {
  PackedMatrix packed;
  packed.pack_transposed({b.data(), s.n, s.k}, precision);
  EdgeArray c(s.m * s.n, NAN);
  gemm({a.data(), s.m, s.k}, packed, {c.data(), s.m, s.n});
  return c.floats();
}

}  // namespace

TEST_CASE("a reduced product is the product of the rounded sides, the same bits at every level") {
  Random random(1);
  for (const Shape& s : kShapes) {
    const EdgeArray a(s.m * s.k, random), b(s.n * s.k, random);
    for (const Precision precision : kReduced) {
      CAPTURE(s.m, s.k, s.n, name(precision));
      const auto got = same_at_every_level([&] { return multiply(precision, a, b, s); });
      require_close(got, product(precision, a, b, s), {4e-7 * static_cast<double>(s.k) + 2e-6, 1e-6});
    }
  }
}

TEST_CASE("bf16 products without the unit of the CPU have its bits, subnormal and large numbers included") {
  Random random(6);
  for (const Shape& s : kShapes) {
    EdgeArray a(s.m * s.k, random), b(s.n * s.k, random);
    for (const EdgeArray* side : {&a, &b}) {
      auto* x = const_cast<float*>(side->data());
      const float special[] = {1e-40F, -1e-39F, 1.2e-38F, 3e38F, -0.0F, 1e-20F, 1.0039062F, 1.0117188F};
      for (std::size_t i = 0; i < side->size(); i += 5) x[i] = special[i / 5 % 8];
    }
    CAPTURE(s.m, s.k, s.n);
    const auto expected = multiply(Precision::bf16, a, b, s);
    const ScopedWithoutBf16 without;
    require_same_bits(multiply(Precision::bf16, a, b, s), expected);
    const ScopedIsa scoped(Isa::scalar);
    require_same_bits(multiply(Precision::bf16, a, b, s), expected);
  }
}

TEST_CASE("bf16 sums that are too small for a normal number are zero, with the unit of the CPU and without") {
  Random random(7);
  for (const Shape& s : kShapes) {
    EdgeArray a(s.m * s.k, random), b(s.n * s.k, random);
    for (const EdgeArray* side : {&a, &b})
      for (std::size_t i = 0; i < side->size(); ++i) const_cast<float*>(side->data())[i] *= 1e-19F;
    CAPTURE(s.m, s.k, s.n);
    const auto expected = same_at_every_level([&] { return multiply(Precision::bf16, a, b, s); });
    for (const float sum : expected) REQUIRE(std::fpclassify(sum) != FP_SUBNORMAL);
    const ScopedWithoutBf16 without;
    require_same_bits(multiply(Precision::bf16, a, b, s), expected);
  }
}

TEST_CASE("rounding shows: the product of the sides as they are is another") {
  Random random(2);
  const Shape s{6, 64, 64};
  const EdgeArray a(s.m * s.k, random), b(s.n * s.k, random);
  const auto exact = multiply(Precision::f32, a, b, s);
  for (const Precision precision : kReduced) {
    const auto expected = product(precision, a, b, s);
    CHECK(first_difference(exact, expected, {2e-5, 1e-6}).has_value());
    require_close(exact, expected, {.5, 0});
  }
}

TEST_CASE("a row of a reduced product does not depend on its neighbours") {
  Random random(3);
  const Shape s{101, 37, 83};
  const EdgeArray a(s.m * s.k, random), b(s.n * s.k, random);
  for (const Precision precision : kReduced) {
    const auto all = multiply(precision, a, b, s);
    PackedMatrix packed;
    packed.pack_transposed({b.data(), s.n, s.k}, precision);
    for (const std::size_t row : {0, 5, 6, 95, 96, 100}) {
      EdgeArray alone(s.n);
      gemm({a.data() + row * s.k, 1, s.k}, packed, {alone.data(), 1, s.n});
      require_same_bits(alone.span(), {all.data() + row * s.n, s.n});
    }
  }
}

TEST_CASE("a reduced product has the epilogue of any other") {
  Random random(4);
  for (const Shape& s : {Shape{7, 9, 33}, {12, 20, 64}, {25, 60, 70}}) {
    const EdgeArray a(s.m * s.k, random), b(s.n * s.k, random, 0.2), bias(s.n, random),
        residual(s.m * s.n, random);
    for (const Precision precision : kReduced) {
      for (const Activation f : {Activation::none, Activation::gelu, Activation::silu}) {
        CAPTURE(s.m, s.k, s.n, name(precision), static_cast<int>(f));
        const auto got = same_at_every_level([&] {
          PackedMatrix packed;
          packed.pack_transposed({b.data(), s.n, s.k}, precision);
          EdgeArray c(residual);
          Epilogue epilogue;
          epilogue.bias = bias.data();
          epilogue.activation = f;
          epilogue.residual = {c.data(), s.m, s.n};
          gemm({a.data(), s.m, s.k}, packed, {c.data(), s.m, s.n}, epilogue);
          return c.floats();
        });
        auto expected = product(precision, a, b, s);
        for (std::size_t i = 0; i < expected.size(); ++i)
          expected[i] = reference::activation(f, expected[i] + double{bias.data()[i % s.n]}) +
                        double{residual.data()[i]};
        require_close(got, expected, {5e-5, 2e-6});
      }
    }
  }
}

TEST_CASE("what is not a number stays visible in a reduced product, in its row alone") {
  Random random(5);
  const Shape s{3, 20, 5};
  const EdgeArray b(s.n * s.k, random);
  for (const float bad : {NAN, INFINITY}) {
    EdgeArray a(s.m * s.k, random);
    a.data()[s.k + 7] = bad;
    for (const Precision precision : kReduced) {
      for (const Isa isa : available_isas()) {
        const ScopedIsa scoped(isa);
        const auto c = multiply(precision, a, b, s);
        for (std::size_t i = 0; i < c.size(); ++i) CHECK(std::isfinite(c[i]) == (i / s.n != 1));
      }
    }
  }
}

TEST_CASE("rows and weights of zeros are zeros") {
  const Shape s{2, 9, 3};
  const EdgeArray zeros(s.n * s.k);
  for (const Precision precision : kReduced) {
    const auto got = same_at_every_level([&] { return multiply(precision, zeros, zeros, s); });
    require_close(got, std::vector<double>(s.m * s.n, 0), {});
  }
}

TEST_CASE("precisions have names") {
  for (const Precision precision : {Precision::f32, Precision::bf16, Precision::int8})
    CHECK(precision_named(name(precision)) == precision);
  CHECK_FALSE(precision_named("fp16").has_value());
  CHECK(has_unit(Precision::f32));
  const ScopedIsa scoped(Isa::scalar);
  CHECK_FALSE(has_unit(Precision::bf16));
  CHECK_FALSE(has_unit(Precision::int8));
}
