#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/mutagenesis/window_logit.h"

namespace seqlens::mutagenesis {

/// The order of substituted letters everywhere.
inline constexpr std::string_view kSubstitutes = "ACGT";

/// What a model says of a window when one of its bases is another, or gone.
struct BaseEffects {
  std::int64_t position = 0;            ///< in the record, 0-based
  char base = 'N';                      ///< A, C, G or T; N for any other letter, which has no effects
  double reference = 0;                 ///< logit of the window as it is
  std::array<double, 4> substituted{};  ///< logit with kSubstitutes[i] there; `reference` at its own letter
  /// [d - 1]: logit without the d bases that begin here; fewer where the window ends.
  std::vector<double> deleted;

  [[nodiscard]] bool has_effects() const { return base != 'N'; }
  /// Change of the logit by kSubstitutes[i]; 0 for its own letter.
  [[nodiscard]] double delta(std::size_t i) const { return substituted[i] - reference; }
};

/// Mean of the three substitutions' changes of the logit; 0 without effects.
[[nodiscard]] double mean_effect(const BaseEffects& base);
/// The change of the largest magnitude among the three, with its sign (ties: first of kSubstitutes).
[[nodiscard]] double largest_effect(const BaseEffects& base);
/// Mean of the three changes' magnitudes.
[[nodiscard]] double mean_absolute_effect(const BaseEffects& base);

/// Effects of the bases `bases` in one window, which holds them all.
///
/// @param longest_deletion  deletions of 1 to so many bases from each base on, as far as they end inside the
///                          window.
/// @return one a base, in order. One thread; 3 + longest_deletion encoder runs a base and strand.
[[nodiscard]] std::vector<BaseEffects> effects_in_window(const WindowLogit& logit, const Stretch& stretch,
                                                         const WindowPlace& place, const Interval& bases,
                                                         std::int64_t longest_deletion);

/// Mean absolute effect of each base of a window that stands alone, spread over the threads of the budget.
///
/// @param window  window_bases() letters, in the orientation for '+'.
/// @return one a base; 0 where the letter is none of A, C, G, T. Same bits for any number of threads.
[[nodiscard]] std::vector<double> mean_absolute_effects(const WindowLogit& logit, std::string_view window);

}  // namespace seqlens::mutagenesis
