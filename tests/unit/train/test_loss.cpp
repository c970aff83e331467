#include <array>
#include <cmath>
#include <functional>

#include <catch2/catch.hpp>

#include "seqlens/train/example.h"
#include "seqlens/train/loss.h"

using namespace seqlens::train;

namespace {

double slope(const std::function<double(float)>& f, float at) {
  constexpr float step = 1e-2F;
  const float up = at + step;
  const float down = at - step;
  return (f(up) - f(down)) / (static_cast<double>(up) - static_cast<double>(down));
}

double stranded(float a, float b, int target, double smoothing) {
  return stranded_loss(a, b, target, smoothing, 1).loss;
}

}  // namespace

TEST_CASE("softmax loss is the cross entropy and its gradient the slope") {
  std::array<float, 3> logits{0.3F, -1.2F, 2.0F};
  std::array<float, 3> gradient{};
  const double total = std::log(std::exp(0.3) + std::exp(-1.2) + std::exp(2.0));
  CHECK(softmax_loss(logits, 1, 0, 1, gradient) == Approx(total + 1.2));
  const double smoothed = softmax_loss(logits, 1, 0.3, 2, gradient);
  CHECK(smoothed == Approx(0.7 * (total + 1.2) + 0.3 * (total - (0.3 - 1.2 + 2.0) / 3)));
  for (std::size_t k = 0; k < 3; ++k) {
    const auto f = [&](float x) {
      auto moved = logits;
      std::array<float, 3> unused{};
      moved[k] = x;
      return softmax_loss(moved, 1, 0.3, 1, unused);
    };
    CHECK(gradient[k] == Approx(2 * slope(f, logits[k])).margin(1e-4));
  }
}

TEST_CASE("sigmoid loss stays finite for extreme logits") {
  float gradient = 0;
  CHECK(sigmoid_loss(0, 1, 0, 1, gradient) == Approx(std::log(2.0)));
  CHECK(gradient == Approx(-0.5));
  CHECK(sigmoid_loss(200, 0, 0, 1, gradient) == Approx(200));
  CHECK(gradient == Approx(1));
  CHECK(sigmoid_loss(-200, 0, 0, 1, gradient) == Approx(0).margin(1e-12));
  CHECK(sigmoid_loss(1, 0, 0.2, 1, gradient) == Approx(std::log(1 + std::exp(1.0)) - 0.1));
}

TEST_CASE("stranded loss is cross entropy over none and the two orientations") {
  const double total = std::log(1 + std::exp(0.5) + std::exp(-1.0));
  CHECK(stranded(0.5F, -1, kNoPromoter, 0) == Approx(total));
  CHECK(stranded(0.5F, -1, kPlus, 0) == Approx(total - 0.5));
  CHECK(stranded(0.5F, -1, kMinus, 0) == Approx(total + 1));
  CHECK(stranded(0.5F, -1, kEither, 0) == Approx(total - std::log(std::exp(0.5) + std::exp(-1.0))));
  CHECK(promoter_logit(0.5, -1) == Approx(std::log(std::exp(0.5) + std::exp(-1.0))));
}

TEST_CASE("stranded loss does not depend on which orientation is called given") {
  const StrandedLoss one = stranded_loss(0.7F, -0.2F, kPlus, 0.1, 1);
  const StrandedLoss other = stranded_loss(-0.2F, 0.7F, kMinus, 0.1, 1);
  CHECK(one.loss == Approx(other.loss));
  CHECK(one.gradient_a == Approx(other.gradient_b));
  CHECK(one.gradient_b == Approx(other.gradient_a));
}

TEST_CASE("gradients of the stranded loss are its slopes") {
  for (const int target : {kNoPromoter, kPlus, kMinus, kEither}) {
    const StrandedLoss result = stranded_loss(0.4F, -0.9F, target, 0.1, 3);
    CHECK(result.gradient_a ==
          Approx(3 * slope([&](float x) { return stranded(x, -0.9F, target, 0.1); }, 0.4F)).margin(1e-4));
    CHECK(result.gradient_b ==
          Approx(3 * slope([&](float x) { return stranded(0.4F, x, target, 0.1); }, -0.9F)).margin(1e-4));
  }
}
