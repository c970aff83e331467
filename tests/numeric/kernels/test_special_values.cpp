// Infinities, NaN, denormals and scores of any size: what is no number stays visible and stays in its row.
#include <algorithm>
#include <cmath>
#include <functional>

#include <catch2/catch.hpp>

#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/norm.h"
#include "seqlens/kernels/softmax.h"

#include "arrays.h"
#include "references.h"
#include "support/require_close.h"

using namespace seqlens;
using namespace seqlens::kernels;
using namespace seqlens::test;

namespace {

constexpr std::size_t kTokens = 29, kWidth = 21;

struct Inputs {
  EdgeArray q, k, v;
  explicit Inputs(double scale = 1, Random random = Random(61))
      : q(kTokens * kWidth, random, scale), k(kTokens * kWidth, random, scale), v(kTokens * kWidth, random) {}
};

std::vector<float> attend(const Inputs& in) {
  EdgeArray out(in.v.size());
  AttentionWorkspace workspace;
  attention_head({in.q.data(), kTokens, kWidth}, {in.k.data(), kTokens, kWidth},
                 {in.v.data(), kTokens, kWidth}, {}, {out.data(), kTokens, kWidth}, workspace);
  return out.floats();
}

/// Element (row, column) is NaN where `broken` says so and has the bits of `expected` elsewhere.
template <class Broken>
void require_nan_only_where(const std::vector<float>& actual, const std::vector<float>& expected,
                            std::size_t cols, Broken broken) {
  REQUIRE(actual.size() == expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    CAPTURE(i / cols, i % cols);
    if (broken(i / cols, i % cols))
      REQUIRE(std::isnan(actual[i]));
    else
      require_same_bits({&actual[i], 1}, {&expected[i], 1});
  }
}

std::vector<float> softmax_of(std::vector<float> x) {
  softmax_rows({x.data(), 1, x.size()}, {x.data(), 1, x.size()});
  return x;
}

}  // namespace

TEST_CASE("NaN in attention stays in its query or in its column of values") {
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    for (const float broken : {NAN, INFINITY, -INFINITY}) {
      CAPTURE(name(isa), broken);
      const auto expected = attend(Inputs());
      Inputs query;
      query.q.data()[17 * kWidth + 20] = broken;
      require_nan_only_where(attend(query), expected, kWidth,
                             [](std::size_t row, std::size_t) { return row == 17; });
      Inputs value;
      value.v.data()[28 * kWidth + 3] = broken;
      const auto got = attend(value);
      for (std::size_t i = 0; i < got.size(); ++i) CHECK(std::isfinite(got[i]) == (i % kWidth != 3));
      Inputs key;
      key.k.data()[28 * kWidth + 20] = NAN;
      require_nan_only_where(attend(key), expected, kWidth, [](std::size_t, std::size_t) { return true; });
    }
  }
}

TEST_CASE("attention stands scores of any size") {
  for (const double scale : {1e3, 1e9, 1e15}) {
    CAPTURE(scale);
    const Inputs in(scale);
    const auto got = same_at_every_level([&] { return attend(in); });
    const auto expected = reference::attention(in.q.doubles(), in.k.doubles(), in.v.doubles(), kTokens, 1, 0);
    require_close(got, expected.out, {1e-6, 1e-6});
  }
}

TEST_CASE("attention to keys that are all alike is the mean of the values") {
  for (const float level : {0.0F, 1e-40F, -1e4F, 1e15F}) {
    CAPTURE(level);
    Inputs in;
    std::fill_n(in.k.data(), in.k.size(), level);
    const auto got = same_at_every_level([&] { return attend(in); });
    std::vector<double> mean(kWidth);
    for (std::size_t i = 0; i < in.v.size(); ++i) mean[i % kWidth] += double{in.v.data()[i]} / kTokens;
    for (std::size_t row = 0; row < kTokens; ++row)
      require_close({got.data() + row * kWidth, kWidth}, mean, {1e-6, 1e-6});
  }
}

TEST_CASE("softmax of infinities is next to nothing or visibly no number") {
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    for (const std::size_t size : {2, 16, 33}) {
      CAPTURE(name(isa), size);
      std::vector<float> x(size, -INFINITY);
      for (const float value : softmax_of(x)) CHECK(std::isnan(value));
      x.back() = 3;
      const auto one = softmax_of(x);
      CHECK(one.back() == 1);
      for (std::size_t i = 0; i + 1 < size; ++i) CHECK((one[i] >= 0 && one[i] < 1e-37F));
      x.back() = INFINITY;
      CHECK(std::isnan(softmax_of(x).back()));
    }
  }
}

// Every task flushes them; what calls a kernel by itself need not.
TEST_CASE("flushing denormals changes nothing but shares that are denormals themselves") {
  const auto both = [](const std::function<std::vector<float>()>& compute) {
    auto kept = same_at_every_level(compute);
    for (float& value : kept)
      if (std::fpclassify(value) == FP_SUBNORMAL) value = 0;
    const auto flushed = same_at_every_level([&] {
      const FlushDenormals flush;
      return compute();
    });
    require_same_bits(flushed, kept);
  };
  both([] { return softmax_of({1e-40F, -1e-42F, 0, 1e-45F, -88, -200, 1e-39F}); });
  both([] { return softmax_of({0, -86.9F, -87.4F, -1e30F}); });
  both([] {
    Inputs in;
    for (std::size_t i = 0; i < in.q.size(); i += 3) in.q.data()[i] = 1e-41F;
    return attend(in);
  });
}

TEST_CASE("layer_norm keeps NaN in its row and gives the bias for a row without variance") {
  constexpr std::size_t kRows = 4;
  Random random(62);
  const EdgeArray x(kRows * kWidth, random), weight(kWidth, random), bias(kWidth, random);
  const auto normed = [&](const EdgeArray& rows) {
    EdgeArray y(rows);
    layer_norm({rows.data(), kRows, kWidth}, weight.data(), bias.data(), 1e-5F, {y.data(), kRows, kWidth});
    return y.floats();
  };
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    for (const float value : {NAN, INFINITY}) {
      CAPTURE(name(isa), value);
      EdgeArray broken(x);
      broken.data()[2 * kWidth + 20] = value;
      require_nan_only_where(normed(broken), normed(x), kWidth,
                             [](std::size_t row, std::size_t) { return row == 2; });
    }
    const auto flat = normed(EdgeArray(x.size(), 0.25F));
    for (std::size_t i = 0; i < flat.size(); ++i) CHECK(flat[i] == bias.data()[i % kWidth]);
  }
}

TEST_CASE("infinity and NaN in a product stay in their row and column") {
  constexpr std::size_t kRows = 14, kSteps = 19, kCols = 21;
  Random random(63);
  const EdgeArray a(kRows * kSteps, random), b(kSteps * kCols, random);
  const auto product = [&](const EdgeArray& left, const EdgeArray& right) {
    PackedMatrix packed;
    packed.pack({right.data(), kSteps, kCols});
    EdgeArray c(kRows * kCols);
    gemm({left.data(), kRows, kSteps}, packed, {c.data(), kRows, kCols});
    return c.floats();
  };
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    CAPTURE(name(isa));
    const auto expected = product(a, b);
    EdgeArray left(a);
    left.data()[13 * kSteps + 18] = NAN;
    require_nan_only_where(product(left, b), expected, kCols,
                           [](std::size_t row, std::size_t) { return row == 13; });
    EdgeArray right(b);
    right.data()[18 * kCols + 20] = NAN;
    require_nan_only_where(product(a, right), expected, kCols,
                           [](std::size_t, std::size_t col) { return col == 20; });
    left.data()[13 * kSteps + 18] = INFINITY;
    const auto infinite = product(left, b);
    for (std::size_t col = 0; col < kCols; ++col) {
      const float factor = b.data()[18 * kCols + col];
      CHECK(infinite[13 * kCols + col] == (factor > 0 ? INFINITY : -INFINITY));
    }
  }
}
