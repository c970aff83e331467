#pragma once

#include <cstddef>
#include <span>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/kernels/matrix_view.h"

namespace seqlens::protein {

/// n of a matrix of n^2 pairs. @throws ShapeError when it is none, or the mask is of another size
inline std::size_t square_side(kernels::ConstMatrix z, std::span<const float> mask) {
  std::size_t n = 0;
  while (n * n < z.rows) ++n;
  if (n * n != z.rows || mask.size() != z.rows)
    throw ShapeError(
        fmt::format("{} pairs and {} of the mask; n^2 of both are expected", z.rows, mask.size()));
  return n;
}

}  // namespace seqlens::protein
