#include <cmath>

#include <catch2/catch.hpp>

#include "seqlens/kernels/activation.h"
#include "seqlens/kernels/isa.h"

#include "arrays.h"
#include "references.h"
#include "support/require_close.h"

using namespace seqlens;
using namespace seqlens::kernels;
using namespace seqlens::test;

namespace {

const Activation kAll[] = {Activation::none, Activation::relu, Activation::gelu, Activation::gelu_tanh,
                           Activation::silu};
const std::size_t kSizes[] = {1, 7, 8, 15, 16, 17, 31, 33, 100};

double slope(Activation f, double x) {
  const double step = 1e-5 * (1 + std::abs(x));
  return (reference::activation(f, x + step) - reference::activation(f, x - step)) / (2 * step);
}

}  // namespace

TEST_CASE("activations keep their accuracy over the whole range") {
  std::vector<float> points;
  for (float x = -30; x < 30; x += 0.0037F) points.push_back(x);
  for (const float x : {-1e30F, -1e6F, -100.0F, -0.0F, 0.0F, 1e-30F, 100.0F, 1e6F, 1e30F})
    points.push_back(x);
  for (const Activation f : kAll) {
    CAPTURE(static_cast<int>(f));
    const auto got = same_at_every_level([&] {
      std::vector<float> y(points.size());
      activate(f, {points.data(), 1, points.size()}, {y.data(), 1, y.size()});
      return y;
    });
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double x = points[i];
      const double expected = reference::activation(f, x);
      const double error = std::abs(double{got[i]} - expected);
      CAPTURE(x, got[i], expected);
      if (!(error <= 1e-6 * (1 + std::abs(x)))) FAIL("not close");
    }
  }
}

TEST_CASE("far from zero gelu is zero or the identity") {
  const std::vector<float> x = {-1e6F, -100, -6, 6, 100, 1e6F};
  const auto y = same_at_every_level([&] {
    std::vector<float> out(x.size());
    activate(Activation::gelu, {x.data(), 1, x.size()}, {out.data(), 1, out.size()});
    return out;
  });
  for (std::size_t i = 0; i < 3; ++i) CHECK(y[i] == 0);
  for (std::size_t i = 3; i < 6; ++i) CHECK(y[i] == x[i]);
}

TEST_CASE("activations let NaN through") {
  for (const Isa isa : available_isas()) {
    const ScopedIsa scoped(isa);
    for (const Activation f : kAll) {
      const std::vector<float> x(17, NAN);
      std::vector<float> y(17);
      activate(f, {x.data(), 1, 17}, {y.data(), 1, 17});
      for (const float value : y) CHECK(std::isnan(value));
    }
  }
}

TEST_CASE("activate at odd sizes") {
  Random random(14);
  for (const Activation f : kAll) {
    for (const std::size_t cols : kSizes) {
      CAPTURE(static_cast<int>(f), cols);
      const EdgeArray x(3 * cols, random, 2);
      const auto got = same_at_every_level([&] {
        EdgeArray y(x);  // in place
        activate(f, {y.data(), 3, cols}, {y.data(), 3, cols});
        return y.floats();
      });
      std::vector<double> expected;
      for (const double value : x.doubles()) expected.push_back(reference::activation(f, value));
      require_close(got, expected, {2e-6, 2e-6});
    }
  }
}

TEST_CASE("activate_backward multiplies by the slope at odd sizes") {
  Random random(11);
  for (const Activation f : kAll) {
    for (const std::size_t cols : kSizes) {
      CAPTURE(static_cast<int>(f), cols);
      const EdgeArray x(3 * cols, random, 2), dy(3 * cols, random);
      const auto got = same_at_every_level([&] {
        EdgeArray dx(dy);  // in place
        activate_backward(f, {x.data(), 3, cols}, {dx.data(), 3, cols}, {dx.data(), 3, cols});
        return dx.floats();
      });
      std::vector<double> expected;
      for (std::size_t i = 0; i < x.size(); ++i) {
        expected.push_back(double{dy.data()[i]} * slope(f, double{x.data()[i]}));
      }
      require_close(got, expected, {2e-6, 2e-6});
    }
  }
}

TEST_CASE("gate multiplies the activated gate with the value") {
  Random random(12);
  for (const Activation f : kAll) {
    for (const std::size_t cols : kSizes) {
      CAPTURE(static_cast<int>(f), cols);
      const EdgeArray g(2 * cols, random), v(2 * cols, random);
      const auto got = same_at_every_level([&] {
        EdgeArray out(g);  // in place
        gate(f, {out.data(), 2, cols}, {v.data(), 2, cols}, {out.data(), 2, cols});
        return out.floats();
      });
      std::vector<double> expected;
      for (std::size_t i = 0; i < g.size(); ++i) {
        expected.push_back(reference::activation(f, double{g.data()[i]}) * double{v.data()[i]});
      }
      require_close(got, expected, {2e-6, 2e-6});
    }
  }
}

TEST_CASE("gate_backward gives both gradients") {
  Random random(13);
  for (const Activation f : kAll) {
    for (const std::size_t cols : kSizes) {
      CAPTURE(static_cast<int>(f), cols);
      const std::size_t size = 2 * cols;
      const EdgeArray g(size, random), v(size, random), dout(size, random);
      const auto got = same_at_every_level([&] {
        EdgeArray dg(size), dv(size);
        gate_backward(f, {g.data(), 2, cols}, {v.data(), 2, cols}, {dout.data(), 2, cols},
                      {dg.data(), 2, cols}, {dv.data(), 2, cols});
        auto both = dg.floats();
        const auto second = dv.floats();
        both.insert(both.end(), second.begin(), second.end());
        return both;
      });
      std::vector<double> expected;
      for (std::size_t i = 0; i < size; ++i) {
        expected.push_back(double{dout.data()[i]} * double{v.data()[i]} * slope(f, double{g.data()[i]}));
      }
      for (std::size_t i = 0; i < size; ++i) {
        expected.push_back(double{dout.data()[i]} * reference::activation(f, double{g.data()[i]}));
      }
      require_close(got, expected, {4e-6, 4e-6});
    }
  }
}
