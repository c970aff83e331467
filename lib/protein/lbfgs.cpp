#include "seqlens/protein/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <vector>

#include "seqlens/kernels/vector_ops.h"

namespace seqlens::protein {
namespace {

using Vector = std::vector<float>;

double dot(std::span<const float> a, std::span<const float> b) {
  return double{kernels::dot(a.data(), b.data(), a.size())};
}

void add(double factor, std::span<const float> from, std::span<float> to) {
  kernels::axpy(static_cast<float>(factor), from.data(), to.data(), to.size());
}

/// What the last steps say of the curvature.
class History {
 public:
  explicit History(std::size_t most) : most_(most) {}

  void add_pair(Vector step, Vector change) {
    const double product = dot(step, change);
    if (!(product > 0)) return;  // no positive curvature along this step
    if (pairs_.size() == most_) pairs_.pop_front();
    pairs_.push_back({std::move(step), std::move(change), 1 / product});
  }

  /// Turns a gradient into the direction that x is to be moved against.
  void apply_inverse_hessian(Vector& direction) const {
    if (pairs_.empty()) {
      const double norm = std::sqrt(dot(direction, direction));
      for (float& value : direction) value /= static_cast<float>(std::max(1.0, norm));
      return;
    }
    std::vector<double> alphas(pairs_.size());
    for (std::size_t k = pairs_.size(); k-- > 0;) {
      alphas[k] = pairs_[k].inverse_product * dot(pairs_[k].step, direction);
      add(-alphas[k], pairs_[k].change, direction);
    }
    const Pair& last = pairs_.back();
    const auto scale = static_cast<float>(1 / (last.inverse_product * dot(last.change, last.change)));
    for (float& value : direction) value *= scale;
    for (std::size_t k = 0; k < pairs_.size(); ++k)
      add(alphas[k] - pairs_[k].inverse_product * dot(pairs_[k].change, direction), pairs_[k].step,
          direction);
  }

 private:
  struct Pair {
    Vector step, change;
    double inverse_product;
  };
  std::size_t most_;
  std::deque<Pair> pairs_;
};

}  // namespace

double minimise(std::span<float> x,
                const std::function<double(std::span<const float>, std::span<float>)>& evaluate,
                const LbfgsOptions& options) {
  constexpr int kMostHalvings = 20;
  constexpr double kArmijo = 1e-4;
  History history(static_cast<std::size_t>(options.history));
  Vector gradient(x.size()), next(x.size()), next_gradient(x.size());
  double value = evaluate(x, gradient);
  for (int iteration = 0; iteration < options.iterations; ++iteration) {
    if (std::sqrt(dot(gradient, gradient)) <= options.tolerance * std::max(1.0, std::sqrt(dot(x, x)))) break;
    Vector direction = gradient;
    history.apply_inverse_hessian(direction);
    const double slope = dot(gradient, direction);
    if (!(slope > 0)) break;  // rounding has the last word

    double step = 1, next_value = 0;
    int halvings = 0;
    for (; halvings < kMostHalvings; ++halvings, step /= 2) {
      std::copy(x.begin(), x.end(), next.begin());
      add(-step, direction, next);
      next_value = evaluate(next, next_gradient);
      if (next_value <= value - kArmijo * step * slope) break;
    }
    if (halvings == kMostHalvings) break;
    for (float& d : direction) d *= static_cast<float>(-step);
    Vector change = next_gradient;
    add(-1, gradient, change);
    history.add_pair(std::move(direction), std::move(change));
    std::copy(next.begin(), next.end(), x.begin());
    gradient.swap(next_gradient);
    value = next_value;
  }
  return value;
}

}  // namespace seqlens::protein
