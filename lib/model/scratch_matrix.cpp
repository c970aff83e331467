#include "scratch_matrix.h"

#include <algorithm>

namespace seqlens::model {

void copy_matrix(kernels::ConstMatrix from, kernels::Matrix to) {
  for (std::size_t r = 0; r < from.rows; ++r) std::copy_n(from.row(r), from.cols, to.row(r));
}

}  // namespace seqlens::model
