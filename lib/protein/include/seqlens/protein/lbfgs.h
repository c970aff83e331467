#pragma once

#include <functional>
#include <span>

namespace seqlens::protein {

struct LbfgsOptions {
  int iterations = 30;
  int history = 5;          ///< pairs of steps and gradient changes that are kept
  double tolerance = 1e-3;  ///< ends when |gradient| <= tolerance max(1, |x|)
};

/// Minimises a smooth function from where x is (Liu & Nocedal 1989, with a backtracking line search, Armijo's
/// condition). Returns the last value. One thread; (2 history + 4) vectors of memory.
///
/// @param evaluate  value at x; writes the gradient
double minimise(std::span<float> x,
                const std::function<double(std::span<const float> x, std::span<float> gradient)>& evaluate,
                const LbfgsOptions& options = {});

}  // namespace seqlens::protein
