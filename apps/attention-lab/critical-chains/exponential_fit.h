#pragma once

#include <cstddef>
#include <vector>

namespace attention_lab {

/// The least worst relative error, over r = 1 .. correlations.size() - 1 as far as the correlation is at
/// least 1e-4, of sums of `terms` exponentials whose rates lie in a geometric row: the row is searched, the
/// amplitudes are least squares of the relative error. What is found can be beaten by free rates, so it is an
/// upper bound.
[[nodiscard]] double exponential_fit_error(const std::vector<double>& correlations, std::size_t terms);

/// The fewest exponentials whose worst relative error is at most `bound`; most + 1 if none does.
[[nodiscard]] std::size_t exponentials_needed(const std::vector<double>& correlations, double bound,
                                              std::size_t most);

}  // namespace attention_lab
