#pragma once

#include "seqlens/kernels/matrix_view.h"

namespace seqlens::kernels {

/// Rotary position embedding (Su et al. 2021), half-split form, in place on one head:
/// with h = head width / 2, (x[i], x[i+h]) -> (x[i] c - x[i+h] s, x[i+h] c + x[i] s).
///
/// @param x     (T, head width)
/// @param cos   (T, h) cosines of position * inv_freq; sin likewise
/// @param sign  +1 forward; -1 the inverse rotation, which is the backward pass
void rotate_half(Matrix x, ConstMatrix cos, ConstMatrix sin, float sign = 1.0F);

}  // namespace seqlens::kernels
