#include "attention-lab/critical-chains/ising_chain.h"

#include <cmath>
#include <complex>
#include <numbers>

namespace attention_lab {

namespace {

constexpr double kPi = std::numbers::pi;

/// (1 / 2 pi) times the integral over k of cos(k n) and sin(k n) parts of the phase; the integrand is smooth
/// and periodic away from the critical point, where the integral is known.
double fermion_element(double coupling, long n, std::size_t grid) {
  if (coupling == 1) return 2 / kPi * (n % 2 == 0 ? 1 : -1) / (2 * static_cast<double>(n) + 1);
  double sum = 0;
  for (std::size_t i = 0; i < grid; ++i) {
    const double k = 2 * kPi * (static_cast<double>(i) + 0.5) / static_cast<double>(grid);
    const std::complex<double> phase = 1.0 + coupling * std::polar(1.0, k);
    sum += (std::polar(1.0, k * static_cast<double>(n)) * phase / std::abs(phase)).real();
  }
  return sum / static_cast<double>(grid);
}

}  // namespace

std::vector<double> ising_correlations(double coupling, std::size_t most) {
  // Element (i, j) of the matrix is t(i - j); its leading determinants come one by one by the recursion of
  // Levinson for matrices that are not symmetric: each is the one before times what is left of t(0).
  const std::size_t grid = 8 * most + 4096;
  const auto shift = static_cast<long>(most);
  std::vector<double> t(2 * most + 1);
  for (long d = -shift; d <= shift; ++d)
    t[static_cast<std::size_t>(d + shift)] = fermion_element(coupling, -1 - d, grid);
  const auto element = [&](long d) { return t[static_cast<std::size_t>(d + shift)]; };

  std::vector<double> correlations{1};
  std::vector<double> forward{1}, backward{1};  // T forward = (left, 0, ..), T backward = (.., 0, left)
  double left = element(0);
  double determinant = 1;
  for (std::size_t size = 1; size <= most; ++size) {
    determinant *= left;
    correlations.push_back(std::abs(determinant));
    if (size == most) break;
    double below = 0, above = 0;  // what the longer matrix makes of the vectors beyond their ends
    for (std::size_t i = 0; i < size; ++i) {
      below += element(static_cast<long>(size - i)) * forward[i];
      above += element(-static_cast<long>(i + 1)) * backward[i];
    }
    const double f = below / left, b = above / left;
    std::vector<double> next_forward(size + 1), next_backward(size + 1);
    for (std::size_t i = 0; i <= size; ++i) {
      const double here = i < size ? forward[i] : 0, behind = i > 0 ? backward[i - 1] : 0;
      next_forward[i] = here - f * behind;
      next_backward[i] = behind - b * here;
    }
    forward = std::move(next_forward), backward = std::move(next_backward);
    left *= 1 - f * b;
  }
  return correlations;
}

}  // namespace attention_lab
