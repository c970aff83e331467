#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/model/config.h"
#include "seqlens/tokenize/token_map.h"

namespace seqlens::attention {

/// The bases that each encoder position stands for, counted as the map counts.
///
/// Without a stem, position t is token t. With one, position t sees receptive_field() tokens from t * stride
/// on, and stands for the `stride` of them in the middle (one nearer to the start when the middle is uneven):
/// so neighbours share no base, and the outer bases of a window, which no position has in its middle, belong
/// to none.
[[nodiscard]] tokenize::TokenMap position_places(const model::EncoderConfig& config,
                                                 const tokenize::TokenMap& map);

/// The place on the other strand: of a window of `length` bases read from its other end.
[[nodiscard]] inline Interval mirrored(const Interval& place, std::int64_t length) {
  return {length - place.end, length - place.begin};
}

/// Spreads the share of each position over the bases that it stands for.
///
/// out[b] = sum over positions t that cover b of share[t] / width(t), width in bases. Places may overlap
/// (k-mers). Positions without bases (special tokens), and the parts of places outside the window, give
/// nothing to `out`; what they had is returned, so sum(out) + returned = sum(share) (within 1e-4).
///
/// @param share   T numbers.
/// @param places  T ranges.
/// @param window  0-based, half-open, in the places' coordinates.
/// @param out     window.length() floats, overwritten.
/// @throws ShapeError naming the sizes, if share, places and out disagree.
float base_profile(std::span<const float> share, std::span<const Interval> places, const Interval& window,
                   std::span<float> out);

/// The same for numbers that hold for each base of a position: out[b] = mean over the positions that cover b;
/// NaN where none does.
void base_levels(std::span<const float> level, std::span<const Interval> places, const Interval& window,
                 std::span<float> out);

}  // namespace seqlens::attention
