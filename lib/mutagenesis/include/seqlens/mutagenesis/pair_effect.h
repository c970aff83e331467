#pragma once

#include <cstddef>

#include "seqlens/core/random.h"
#include "seqlens/mutagenesis/grid_windows.h"

namespace seqlens::mutagenesis {

/// What destroying two stretches of a window does, each alone and both at once. All are changes of the logit,
/// means over the draws.
struct PairEffect {
  double first = 0;
  double second = 0;
  double both = 0;
  double epistasis = 0;       ///< both - first - second
  double standard_error = 0;  ///< of epistasis: its standard deviation over the draws / sqrt(draws)
};

/// Replaces two stretches by random bases (uniform, independent) `draws` times. A draw has its bases alone
/// and together: l(first), l(second), l(both), so its epistasis is l(both) - l(first) - l(second) + l(as it
/// is), 0 for a model to which the two add up.
///
/// @param window  of the grid, in a record of at least a window; holds both stretches, which do not overlap.
/// @param draws   at least 2.
/// Spread over the threads of the budget; same bits for any number of them. 3 encoder runs a draw and strand.
[[nodiscard]] PairEffect pair_effect(const WindowLogit& logit, const Stretch& stretch,
                                     const GridWindow& window, const Interval& first, const Interval& second,
                                     std::size_t draws, Random& random);

}  // namespace seqlens::mutagenesis
