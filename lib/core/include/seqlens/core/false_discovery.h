#pragma once

#include <span>
#include <vector>

namespace seqlens {

/// Benjamini & Hochberg (1995): the smallest false discovery rate at which each test would be called. q of
/// the test with the i-th smallest p of n is the least of p_j n / j over j >= i, at most 1.
/// @return one q a p, in the order given.
/// @throws Error if a p is outside [0, 1] or NaN.
[[nodiscard]] std::vector<double> benjamini_hochberg(std::span<const double> p_values);

}  // namespace seqlens
