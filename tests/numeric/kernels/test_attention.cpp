#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/kernels/attention.h"
#include "seqlens/kernels/isa.h"

#include "arrays.h"
#include "attention_case.h"
#include "references.h"
#include "support/require_close.h"

using namespace seqlens;
using namespace seqlens::kernels;
using namespace seqlens::test;

namespace {

const Shape kShapes[] = {{1, 1, 1},     {2, 4, 4},    {7, 5, 5},    {11, 8, 8},
                         {12, 16, 16},  {13, 16, 16}, {17, 20, 20}, {31, 32, 32},
                         {65, 33, 33},  {72, 32, 32}, {80, 64, 64}, {100, 70, 70},
                         {129, 16, 16}, {75, 12, 40}, {50, 40, 12}, {64, 128, 128}};

// Past every block of rows, steps and panels in use (12, 72, 384 and 512 of them), with a part of one left
// over.
const Shape kLongShapes[] = {{513, 64, 64}, {1030, 32, 32}};

AttentionOptions options_of(const Shape& s, float slope) {
  AttentionOptions options;
  options.scale = 1 / std::sqrt(static_cast<float>(s.width));
  options.alibi_slope = slope;
  return options;
}

void require_double(const Shape& s, float slope, Random& random, bool as_bias = false) {
  CAPTURE(s.tokens, s.width, s.value_width, slope, as_bias);
  const Inputs in(s, random);
  const SlopeBias bias(slope);
  AttentionOptions options = options_of(s, as_bias ? 0 : slope);
  if (as_bias) options.bias = &bias;
  const std::size_t out_size = s.tokens * s.value_width;
  const auto got = same_at_every_level([&] {
    EdgeArray out(out_size, NAN), log_sum_exp(s.tokens);
    AttentionWorkspace workspace;
    CollectRows rows;
    attention_head({in.q.data(), s.tokens, s.width}, {in.k.data(), s.tokens, s.width},
                   {in.v.data(), s.tokens, s.value_width}, options, {out.data(), s.tokens, s.value_width},
                   workspace, &rows, log_sum_exp.data());
    auto all = out.floats();
    const auto sums = log_sum_exp.floats();
    all.insert(all.end(), sums.begin(), sums.end());
    all.insert(all.end(), rows.values.begin(), rows.values.end());
    return all;
  });
  const auto expected = reference::attention(in.q.doubles(), in.k.doubles(), in.v.doubles(), s.tokens,
                                             double{options.scale}, double{slope});
  REQUIRE(got.size() == out_size + s.tokens + s.tokens * s.tokens);
  require_close({got.data(), out_size}, expected.out, {5e-6, 1e-6});
  require_close({got.data() + out_size, s.tokens}, expected.log_sum_exp, {3e-6, 1e-6});
  require_close({got.data() + out_size + s.tokens, s.tokens * s.tokens}, expected.probabilities,
                {1e-9, 1e-5});
}

}  // namespace

TEST_CASE("attention_head matches double at odd sizes") {
  Random random(31);
  for (const Shape& s : kShapes)
    for (const float slope : {0.0F, 0.25F}) require_double(s, slope, random);
}

TEST_CASE("attention_head matches double over many blocks") {
  Random random(36);
  require_double(kLongShapes[0], 0.25F, random);
  require_double(kLongShapes[1], 0.0F, random);
}

TEST_CASE("attention_head adds a bias that is filled in block by block") {
  Random random(37);
  for (const Shape& s : kShapes) require_double(s, 0.25F, random, true);
  require_double(kLongShapes[0], 0.25F, random, true);
}

TEST_CASE("the observer changes nothing and out may be the memory of q") {
  Random random(32);
  const Shape s{77, 24, 24};
  const Inputs in(s, random);
  const ConstMatrix k{in.k.data(), s.tokens, s.width}, v{in.v.data(), s.tokens, s.value_width};
  const auto apart = same_at_every_level([&] {
    EdgeArray out(in.q.size());
    AttentionWorkspace workspace;
    CollectRows rows;
    attention_head({in.q.data(), s.tokens, s.width}, k, v, options_of(s, 0), {out.data(), s.tokens, s.width},
                   workspace, &rows);
    return out.floats();
  });
  const auto in_place = same_at_every_level([&] {
    EdgeArray q(in.q);
    AttentionWorkspace workspace;
    attention_head({q.data(), s.tokens, s.width}, k, v, options_of(s, 0), {q.data(), s.tokens, s.width},
                   workspace);
    return q.floats();
  });
  require_same_bits(in_place, apart);
}

TEST_CASE("attention_head takes columns of wider buffers and reuses its workspace") {
  Random random(33);
  const Shape s{45, 20, 20};
  constexpr std::size_t kHeads = 3;
  const std::size_t stride = 3 * kHeads * s.width;
  const EdgeArray all(s.tokens * stride, random);
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    AttentionWorkspace reused;
    for (std::size_t head = 0; head < kHeads; ++head) {
      const ConstMatrix wide{all.data(), s.tokens, stride};
      const auto part = [&](std::size_t which) {
        return wide.col_range((which * kHeads + head) * s.width, s.width);
      };
      const auto dense = [&](std::size_t which) {
        std::vector<float> values;
        const ConstMatrix view = part(which);
        for (std::size_t t = 0; t < s.tokens; ++t)
          values.insert(values.end(), view.row(t), view.row(t) + s.width);
        return values;
      };
      EdgeArray out(s.tokens * s.width), expected(s.tokens * s.width);
      attention_head(part(0), part(1), part(2), options_of(s, 0), {out.data(), s.tokens, s.width}, reused);
      const auto q = dense(0), k = dense(1), v = dense(2);
      AttentionWorkspace fresh;
      attention_head({q.data(), s.tokens, s.width}, {k.data(), s.tokens, s.width},
                     {v.data(), s.tokens, s.width}, options_of(s, 0), {expected.data(), s.tokens, s.width},
                     fresh);
      require_same_bits(out.span(), expected.span());
    }
  }
}

namespace {

struct Gradients {
  std::vector<float> dq, dk, dv;
};

Gradients backward(const Shape& s, const Inputs& in, const EdgeArray& dout, const AttentionOptions& options) {
  const std::size_t size = in.q.size(), value_size = in.v.size();
  const auto all = same_at_every_level([&] {
    EdgeArray out(value_size), log_sum_exp(s.tokens), dq(size, NAN), dk(size, NAN), dv(value_size, NAN);
    AttentionWorkspace workspace;
    const ConstMatrix q{in.q.data(), s.tokens, s.width}, k{in.k.data(), s.tokens, s.width};
    const ConstMatrix v{in.v.data(), s.tokens, s.value_width};
    attention_head(q, k, v, options, {out.data(), s.tokens, s.value_width}, workspace, nullptr,
                   log_sum_exp.data());
    attention_head_backward(q, k, v, options, {out.data(), s.tokens, s.value_width}, log_sum_exp.data(),
                            {dout.data(), s.tokens, s.value_width}, {dq.data(), s.tokens, s.width},
                            {dk.data(), s.tokens, s.width}, {dv.data(), s.tokens, s.value_width}, workspace);
    std::vector<float> joined = dq.floats();
    for (const EdgeArray* part : {&dk, &dv})
      joined.insert(joined.end(), part->data(), part->data() + part->size());
    return joined;
  });
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(size);
  const auto last = middle + static_cast<std::ptrdiff_t>(size);
  return {{all.begin(), middle}, {middle, last}, {last, all.end()}};
}

}  // namespace

TEST_CASE("attention_head_backward matches central differences") {
  Random random(34);
  for (const Shape& s : {Shape{1, 1, 1}, {5, 3, 3}, {13, 4, 4}, {19, 16, 16}, {17, 5, 9}}) {
    for (const float slope : {0.0F, 0.25F}) {
      CAPTURE(s.tokens, s.width, s.value_width, slope);
      const Inputs in(s, random);
      const EdgeArray dout(in.v.size(), random);
      const AttentionOptions options = options_of(s, slope);
      const Gradients got = backward(s, in, dout, options);
      const auto loss = [&](const std::vector<double>& q, const std::vector<double>& k,
                            const std::vector<double>& v) {
        const auto result = reference::attention(q, k, v, s.tokens, double{options.scale}, double{slope});
        return weighted_sum(dout.doubles(), result.out);
      };
      const auto q = in.q.doubles(), k = in.k.doubles(), v = in.v.doubles();
      const Tolerance tolerance{5e-6, 5e-6};
      require_close(got.dq, central_differences(q, [&](const auto& at) { return loss(at, k, v); }),
                    tolerance);
      require_close(got.dk, central_differences(k, [&](const auto& at) { return loss(q, at, v); }),
                    tolerance);
      require_close(got.dv, central_differences(v, [&](const auto& at) { return loss(q, k, at); }),
                    tolerance);
    }
  }
}

TEST_CASE("attention_head_backward matches double at larger sizes and over many blocks") {
  Random random(35);
  const auto require_double_gradients = [&](const Shape& s) {
    CAPTURE(s.tokens, s.width, s.value_width);
    const Inputs in(s, random);
    const EdgeArray dout(in.v.size(), random);
    const AttentionOptions options = options_of(s, 0.125F);
    const Gradients got = backward(s, in, dout, options);
    const auto expected =
        reference::attention_gradients(in.q.doubles(), in.k.doubles(), in.v.doubles(), dout.doubles(),
                                       s.tokens, double{options.scale}, double{options.alibi_slope});
    const Tolerance tolerance{5e-6, 5e-6};
    require_close(got.dq, expected.dq, tolerance);
    require_close(got.dk, expected.dk, tolerance);
    require_close(got.dv, expected.dv, tolerance);
  };
  for (const Shape& s : kShapes) require_double_gradients(s);
  for (const Shape& s : kLongShapes) require_double_gradients(s);
}

namespace {

/// Sum over all entries of the gradient of a score times what a change of the slope changes in it.
class SlopeGradient : public AttentionRows {
 public:
  void on_rows(std::size_t first, ConstMatrix rows) override {
    REQUIRE(first == seen_);
    seen_ += rows.rows;
    for (std::size_t r = 0; r < rows.rows; ++r)
      for (std::size_t j = 0; j < rows.cols; ++j)
        sum -= double{rows.at(r, j)} * std::abs(static_cast<double>(first + r) - static_cast<double>(j));
  }
  double sum = 0;

 private:
  std::size_t seen_ = 0;
};

}  // namespace

TEST_CASE("attention_head_backward takes a bias and shows its gradient") {
  Random random(38);
  constexpr float kSlope = 0.125F;
  for (const Shape& s : {Shape{1, 1, 1}, {13, 4, 4}, {75, 12, 40}, {129, 16, 16}, {513, 64, 64}}) {
    CAPTURE(s.tokens, s.width, s.value_width);
    const Inputs in(s, random);
    const EdgeArray dout(in.v.size(), random);
    const SlopeBias bias(kSlope);
    AttentionOptions options = options_of(s, 0);
    options.bias = &bias;
    const Gradients got = backward(s, in, dout, options);
    const auto q = in.q.doubles(), k = in.k.doubles(), v = in.v.doubles();
    const auto expected = reference::attention_gradients(q, k, v, dout.doubles(), s.tokens,
                                                         double{options.scale}, double{kSlope});
    const Tolerance tolerance{5e-6, 5e-6};
    require_close(got.dq, expected.dq, tolerance);
    require_close(got.dk, expected.dk, tolerance);
    require_close(got.dv, expected.dv, tolerance);
    const auto slope_gradient = [&](double step) {
      return weighted_sum(
          dout.doubles(),
          reference::attention(q, k, v, s.tokens, double{options.scale}, double{kSlope} + step).out);
    };
    constexpr double kStep = 1e-5;
    const double difference = (slope_gradient(kStep) - slope_gradient(-kStep)) / (2 * kStep);
    for (const Isa isa : available_isas()) {
      const ScopedIsa scoped(isa);
      EdgeArray out(in.v.size()), sums(s.tokens), dq(in.q.size()), dk(in.q.size()), dv(in.v.size());
      AttentionWorkspace workspace;
      SlopeGradient gradient;
      const ConstMatrix qm{in.q.data(), s.tokens, s.width}, km{in.k.data(), s.tokens, s.width};
      const ConstMatrix vm{in.v.data(), s.tokens, s.value_width};
      attention_head(qm, km, vm, options, {out.data(), s.tokens, s.value_width}, workspace, nullptr,
                     sums.data());
      attention_head_backward(qm, km, vm, options, {out.data(), s.tokens, s.value_width}, sums.data(),
                              {dout.data(), s.tokens, s.value_width}, {dq.data(), s.tokens, s.width},
                              {dk.data(), s.tokens, s.width}, {dv.data(), s.tokens, s.value_width}, workspace,
                              &gradient);
      CHECK(std::abs(gradient.sum - difference) <= 1e-4 * (1 + std::abs(difference)));
    }
  }
}
