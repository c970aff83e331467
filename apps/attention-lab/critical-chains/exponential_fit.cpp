#include "attention-lab/critical-chains/exponential_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attention_lab {

namespace {

/// Distances at which the fit is made and judged: all small ones, then twenty a factor of ten, as far as the
/// correlation is not negligible.
std::vector<std::size_t> distances_of(const std::vector<double>& correlations) {
  constexpr double kNegligible = 1e-4;
  const std::size_t most = correlations.size() - 1;
  std::vector<std::size_t> distances;
  for (double r = 1; r <= static_cast<double>(most); r = std::max(r + 1, r * 1.12))
    distances.push_back(static_cast<std::size_t>(r));
  if (distances.back() != most) distances.push_back(most);
  std::erase_if(distances, [&](std::size_t r) { return r > 1 && correlations[r] < kNegligible; });
  return distances;
}

/// Least squares by Householder reflections of the columns; a small system, columns nearly dependent.
std::vector<double> least_squares(std::vector<std::vector<double>> columns, std::vector<double> y) {
  const std::size_t n = columns.size(), rows = y.size();
  for (std::size_t c = 0; c < n; ++c) {
    double length = 0;
    for (std::size_t r = c; r < rows; ++r) length += columns[c][r] * columns[c][r];
    length = std::sqrt(length);
    if (length == 0) continue;
    std::vector<double> v(columns[c].begin() + static_cast<std::ptrdiff_t>(c), columns[c].end());
    v[0] += v[0] >= 0 ? length : -length;
    double square = 0;
    for (const double x : v) square += x * x;
    const auto reflect = [&](std::vector<double>& x) {
      double along = 0;
      for (std::size_t i = 0; i < v.size(); ++i) along += v[i] * x[c + i];
      for (std::size_t i = 0; i < v.size(); ++i) x[c + i] -= 2 * along / square * v[i];
    };
    for (std::size_t other = c; other < n; ++other) reflect(columns[other]);
    reflect(y);
  }
  std::vector<double> x(n);
  for (std::size_t c = n; c-- > 0;) {
    double rest = y[c];
    for (std::size_t k = c + 1; k < n; ++k) rest -= columns[k][c] * x[k];
    x[c] = std::abs(columns[c][c]) > 1e-13 ? rest / columns[c][c] : 0;
  }
  return x;
}

double error_with(const std::vector<double>& correlations, const std::vector<std::size_t>& distances,
                  const std::vector<double>& rates) {
  std::vector<std::vector<double>> columns;
  for (const double rate : rates) {
    auto& column = columns.emplace_back();
    for (const std::size_t r : distances)
      column.push_back(std::exp(-rate * static_cast<double>(r)) / correlations[r]);
  }
  const auto amplitudes = least_squares(columns, std::vector<double>(distances.size(), 1));
  double worst = 0;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < rates.size(); ++k) sum += amplitudes[k] * columns[k][i];
    worst = std::max(worst, std::abs(sum - 1));
  }
  return worst;
}

}  // namespace

double exponential_fit_error(const std::vector<double>& correlations, std::size_t terms) {
  const auto distances = distances_of(correlations);
  const auto most = static_cast<double>(distances.back());
  double best = std::numeric_limits<double>::infinity();
  // The slowest rate lies around one over the longest distance, the fastest around one.
  for (double slow = 0.02; slow <= 20; slow *= 1.35) {
    for (double fast = 0.2; fast <= 4; fast *= 1.35) {
      const double low = slow / most;
      if (terms > 1 && low >= fast) continue;
      std::vector<double> rates;
      for (std::size_t k = 0; k < terms; ++k)
        rates.push_back(
            terms == 1 ? low
                       : low * std::pow(fast / low, static_cast<double>(k) / static_cast<double>(terms - 1)));
      best = std::min(best, error_with(correlations, distances, rates));
      if (terms == 1) break;
    }
  }
  return best;
}

std::size_t exponentials_needed(const std::vector<double>& correlations, double bound, std::size_t most) {
  for (std::size_t terms = 1; terms <= most; ++terms)
    if (exponential_fit_error(correlations, terms) <= bound) return terms;
  return most + 1;
}

}  // namespace attention_lab
