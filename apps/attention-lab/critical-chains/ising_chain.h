#pragma once

#include <cstddef>
#include <vector>

namespace attention_lab {

/// Correlations <x_0 x_r>, r = 0 .. most, of the order parameter in the ground state of the endless
/// transverse-field Ising chain, exact by free fermions (Pfeuty 1970): the determinant of the r x r Toeplitz
/// matrix of G(1 + j - i), with G(n) the mean over k of (e^{-ikn}) times the phase of 1 + coupling e^{ik}.
/// Coupling 1 is the critical point, where they fall as r^(-1/4); below 1 they fall exponentially. O(most^2).
[[nodiscard]] std::vector<double> ising_correlations(double coupling, std::size_t most);

}  // namespace attention_lab
