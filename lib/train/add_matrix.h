#pragma once

#include "seqlens/kernels/matrix_view.h"
#include "seqlens/kernels/vector_ops.h"

namespace seqlens::train {

/// y += x, row by row.
inline void add_matrix(kernels::ConstMatrix x, kernels::Matrix y) {
  for (std::size_t r = 0; r < x.rows; ++r) kernels::axpy(1.0F, x.row(r), y.row(r), x.cols);
}

}  // namespace seqlens::train
