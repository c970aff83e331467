// Softmax, layer norm, rotary and vector operations.
#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/kernels/isa.h"
#include "seqlens/kernels/local_convolution.h"
#include "seqlens/kernels/norm.h"
#include "seqlens/kernels/rotary.h"
#include "seqlens/kernels/softmax.h"
#include "seqlens/kernels/vector_ops.h"

#include "arrays.h"
#include "references.h"
#include "support/require_close.h"

using namespace seqlens;
using namespace seqlens::kernels;
using namespace seqlens::test;

namespace {

const std::size_t kSizes[] = {1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65, 150};
constexpr std::size_t kRows = 3;
const std::size_t kLengths[] = {0, 1, 3, 15, 16, 17, 32, 53, 100, 1003};

std::vector<float> joined(std::initializer_list<const EdgeArray*> arrays) {
  std::vector<float> all;
  for (const EdgeArray* array : arrays) all.insert(all.end(), array->data(), array->data() + array->size());
  return all;
}

}  // namespace

TEST_CASE("softmax_rows matches double") {
  Random random(21);
  for (const std::size_t cols : kSizes) {
    CAPTURE(cols);
    const EdgeArray x(kRows * cols, random, 5);
    const auto got = same_at_every_level([&] {
      EdgeArray y(x);  // in place
      softmax_rows({y.data(), kRows, cols}, {y.data(), kRows, cols});
      return y.floats();
    });
    // Besides exp2's 3e-7, (x - top) log2(e) is rounded: up to 1e-7 of about 40.
    require_close(got, reference::softmax_rows(x.doubles(), kRows, cols), {1e-12, 3e-6});
  }
}

TEST_CASE("softmax_rows stands large scores and shows NaN") {
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    std::vector<float> x = {1e30F, -1e30F, 1e30F};
    softmax_rows({x.data(), 1, 3}, {x.data(), 1, 3});
    CHECK(x[0] == 0.5F);
    CHECK(x[1] < 1e-30F);
    x[1] = NAN;
    softmax_rows({x.data(), 1, 3}, {x.data(), 1, 3});
    CHECK(std::isnan(x[0]));
  }
}

TEST_CASE("softmax_rows_backward is the gradient") {
  Random random(22);
  for (const std::size_t cols : kSizes) {
    CAPTURE(cols);
    const EdgeArray x(kRows * cols, random), dy(kRows * cols, random);
    EdgeArray y(x.size());
    softmax_rows({x.data(), kRows, cols}, {y.data(), kRows, cols});
    const auto got = same_at_every_level([&] {
      EdgeArray dx(dy);  // in place
      softmax_rows_backward({y.data(), kRows, cols}, {dx.data(), kRows, cols}, {dx.data(), kRows, cols});
      return dx.floats();
    });
    const auto expected = central_differences(x.doubles(), [&](const std::vector<double>& at) {
      return weighted_sum(dy.doubles(), reference::softmax_rows(at, kRows, cols));
    });
    require_close(got, expected, {1e-6, 1e-6});
  }
}

TEST_CASE("layer_norm matches double") {
  Random random(23);
  for (const std::size_t cols : kSizes) {
    CAPTURE(cols);
    const EdgeArray x(kRows * cols, random, 3), weight(cols, random), bias(cols, random);
    EdgeArray means(kRows), inverse(kRows);
    const auto got = same_at_every_level([&] {
      EdgeArray y(x);  // in place
      layer_norm({y.data(), kRows, cols}, weight.data(), bias.data(), 1e-5F, {y.data(), kRows, cols},
                 means.data(), inverse.data());
      return joined({&y, &means, &inverse});
    });
    auto expected =
        reference::layer_norm(x.doubles(), weight.doubles(), bias.doubles(), double{1e-5F}, kRows);
    require_close({got.data(), expected.size()}, expected, {5e-6, 5e-6});
    for (std::size_t r = 0; r < kRows; ++r) {
      double mean = 0;
      for (std::size_t i = 0; i < cols; ++i)
        mean += double{x.data()[r * cols + i]} / static_cast<double>(cols);
      CHECK(std::abs(double{means.data()[r]} - mean) <= 1e-6);
    }
  }
}

TEST_CASE("layer_norm_backward gives the three gradients and accumulates two") {
  Random random(24);
  for (const std::size_t cols : kSizes) {
    if (cols == 1) continue;  // variance 0: the gradient of x is 0 times a large number
    CAPTURE(cols);
    const EdgeArray x(kRows * cols, random, 3), weight(cols, random), bias(cols, random),
        dy(kRows * cols, random);
    EdgeArray y(x.size()), means(kRows), inverse(kRows);
    layer_norm({x.data(), kRows, cols}, weight.data(), bias.data(), 1e-5F, {y.data(), kRows, cols},
               means.data(), inverse.data());
    const auto got = same_at_every_level([&] {
      EdgeArray dx(dy), dweight(cols, 1), dbias(cols, 2);
      layer_norm_backward({x.data(), kRows, cols}, means.data(), inverse.data(), weight.data(),
                          {dx.data(), kRows, cols}, {dx.data(), kRows, cols}, dweight.data(), dbias.data());
      return joined({&dx, &dweight, &dbias});
    });
    const auto loss = [&](const std::vector<double>& at, const std::vector<double>& w,
                          const std::vector<double>& b) {
      return weighted_sum(dy.doubles(), reference::layer_norm(at, w, b, double{1e-5F}, kRows));
    };
    const auto dx = central_differences(x.doubles(), [&](const std::vector<double>& at) {
      return loss(at, weight.doubles(), bias.doubles());
    });
    auto dweight = central_differences(
        weight.doubles(), [&](const std::vector<double>& w) { return loss(x.doubles(), w, bias.doubles()); });
    auto dbias = central_differences(
        bias.doubles(), [&](const std::vector<double>& b) { return loss(x.doubles(), weight.doubles(), b); });
    for (double& value : dweight) value += 1;
    for (double& value : dbias) value += 2;
    require_close({got.data(), dx.size()}, dx, {2e-5, 2e-5});
    require_close({got.data() + dx.size(), cols}, dweight, {1e-5, 1e-5});
    require_close({got.data() + dx.size() + cols, cols}, dbias, {1e-5, 1e-5});
  }
}

TEST_CASE("rotate_half turns pairs and its inverse turns them back") {
  Random random(25);
  for (const std::size_t half : {1, 3, 8, 16, 17, 32}) {
    CAPTURE(half);
    const EdgeArray x(kRows * 2 * half, random);
    EdgeArray cos(kRows * half), sin(kRows * half);
    for (std::size_t i = 0; i < cos.size(); ++i) {
      const double angle = random.normal();
      cos.data()[i] = static_cast<float>(std::cos(angle));
      sin.data()[i] = static_cast<float>(std::sin(angle));
    }
    const ConstMatrix c{cos.data(), kRows, half}, s{sin.data(), kRows, half};
    const auto got = same_at_every_level([&] {
      EdgeArray y(x);
      rotate_half({y.data(), kRows, 2 * half}, c, s);
      return y.floats();
    });
    std::vector<double> expected(x.size());
    for (std::size_t t = 0; t < kRows; ++t) {
      for (std::size_t i = 0; i < half; ++i) {
        const double a = x.data()[t * 2 * half + i], b = x.data()[t * 2 * half + half + i];
        expected[t * 2 * half + i] = a * double{c.at(t, i)} - b * double{s.at(t, i)};
        expected[t * 2 * half + half + i] = b * double{c.at(t, i)} + a * double{s.at(t, i)};
      }
    }
    require_close(got, expected, {1e-6, 0});
    const auto back = same_at_every_level([&] {
      std::vector<float> y = got;
      rotate_half({y.data(), kRows, 2 * half}, c, s, -1);
      return y;
    });
    require_close(back, x.doubles(), {2e-6, 0});
  }
}

TEST_CASE("axpy multiply_add dot and sum_of_squares at odd sizes and misaligned starts") {
  Random random(26);
  for (const std::size_t n : kLengths) {
    CAPTURE(n);
    const EdgeArray x(n, random), y(n, random);
    const auto got = same_at_every_level([&] {
      EdgeArray z(y);
      axpy(0.3F, x.data(), z.data(), n);
      multiply_add(x.data(), x.data(), z.data(), n);
      auto all = z.floats();
      all.push_back(dot(x.data(), y.data(), n));
      all.push_back(static_cast<float>(sum_of_squares(x.data(), n)));
      return all;
    });
    std::vector<double> expected;
    double product = 0, squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double xi = x.data()[i], yi = y.data()[i];
      expected.push_back(yi + double{0.3F} * xi + xi * xi);
      product += xi * yi;
      squares += xi * xi;
    }
    expected.push_back(product);
    expected.push_back(squares);
    require_close(got, expected, {1e-5, 1e-6});
  }
}

namespace {

void require_published_step(std::size_t n, Random& random) {
  CAPTURE(n);
  const EdgeArray gradient(n, random), parameter(n, random), moment1(n, random, 0.1);
  EdgeArray moment2(n, random, 0.1);
  for (std::size_t i = 0; i < n; ++i) moment2.data()[i] *= moment2.data()[i];
  AdamWStep step;
  step.learning_rate = 0.01F;
  step.weight_decay = 0.1F;
  step.correction1 = 0.271F;
  step.correction2 = 0.003F;
  step.gradient_scale = 0.5F;
  const auto got = same_at_every_level([&] {
    EdgeArray p(parameter), m(moment1), v(moment2);
    adamw_update(step, gradient.data(), p.data(), m.data(), v.data(), n);
    return joined({&p, &m, &v});
  });
  std::vector<double> p, m, v;
  for (std::size_t i = 0; i < n; ++i) {
    const double g = 0.5 * double{gradient.data()[i]};
    const double b1 = double{step.beta1}, b2 = double{step.beta2}, rate = double{step.learning_rate};
    m.push_back(b1 * double{moment1.data()[i]} + (1 - b1) * g);
    v.push_back(b2 * double{moment2.data()[i]} + (1 - b2) * g * g);
    const double direction =
        m[i] / double{step.correction1} / (std::sqrt(v[i] / double{step.correction2}) + 1e-8);
    const double kept = double{parameter.data()[i]} * (1 - rate * double{step.weight_decay});
    p.push_back(kept - rate * direction);
  }
  require_close({got.data(), n}, p, {1e-6, 0});
  require_close({got.data() + n, n}, m, {1e-6, 0});
  require_close({got.data() + 2 * n, n}, v, {1e-6, 0});
}

}  // namespace

TEST_CASE("adamw_update follows the published step") {
  Random random(27);
  for (const std::size_t n : kLengths) require_published_step(n, random);
}

TEST_CASE("exponential_average moves towards x") {
  Random random(28);
  for (const std::size_t n : kLengths) {
    CAPTURE(n);
    const EdgeArray x(n, random), start(n, random);
    const auto got = same_at_every_level([&] {
      EdgeArray average(start);
      exponential_average(0.9F, x.data(), average.data(), n);
      return average.floats();
    });
    std::vector<double> expected;
    for (std::size_t i = 0; i < n; ++i)
      expected.push_back(0.9 * double{start.data()[i]} + 0.1 * double{x.data()[i]});
    require_close(got, expected, {1e-6, 0});
  }
}

TEST_CASE("a stretch of the local convolution that brings its neighbours has the rows of the whole") {
  constexpr std::size_t rows = 11, columns = 21;
  Random random(31);
  for (const std::size_t kernel : {std::size_t{1}, std::size_t{5}, std::size_t{25}}) {
    CAPTURE(kernel);
    const EdgeArray x(rows * columns, random), weight(kernel * columns, random), bias(columns, random);
    const ConstMatrix all(x.data(), rows, columns), w(weight.data(), kernel, columns);
    EdgeArray whole(rows * columns), part(3 * columns);
    local_convolution(all, 0, w, bias.data(), {whole.data(), rows, columns});
    const std::size_t before = std::min<std::size_t>(4, kernel / 2);
    const std::size_t after = std::min<std::size_t>(4, kernel / 2);
    local_convolution(all.row_range(4 - before, before + 3 + after), before, w, bias.data(),
                      {part.data(), 3, columns});
    CHECK(std::equal(part.data(), part.data() + 3 * columns, whole.data() + 4 * columns));
  }
}
