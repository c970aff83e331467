#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "seqlens/mutagenesis/grid_windows.h"

namespace seqlens::mutagenesis {

/// What a variant does to the windows that hold it.
struct VariantEffect {
  double reference = 0;     ///< mean logit of the windows as they are
  double alternative = 0;   ///< mean logit with the variant
  double delta = 0;         ///< mean change: alternative - reference
  double largest = 0;       ///< change of the largest magnitude, with its sign (ties: the leftmost window's)
  std::size_t windows = 0;  ///< at least 1
};

/// The same variant in its shortest form, moved as far to the left as the bases allow (Tan et al. 2015,
/// "Unified representation of genetic variants"): common ends are cut off, and a pure insertion or deletion
/// moves within a repeat, down to the beginning of the stretch.
[[nodiscard]] Edit left_normalised(Edit edit, const Stretch& stretch);

/// A window holds an edit when it holds a base that is replaced; or, of an insertion, the bases on both
/// sides.
[[nodiscard]] bool holds(const GridWindow& window, const Edit& edit);

/// Scores a variant in the windows, chosen on the reference, that hold it; nothing when none does. One
/// thread.
///
/// @param stretch  holds the windows and what the edit shifts in.
/// @param windows  of the stretch (grid_windows).
[[nodiscard]] std::optional<VariantEffect> variant_effect(const WindowLogit& logit, const Stretch& stretch,
                                                          std::span<const GridWindow> windows,
                                                          const Edit& edit);

}  // namespace seqlens::mutagenesis
