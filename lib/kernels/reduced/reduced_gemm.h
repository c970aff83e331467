#pragma once

#include "seqlens/kernels/gemm.h"

namespace seqlens::kernels::reduced {

/// kernels::gemm for a right side in a reduced precision.
void gemm(ConstMatrix a, const PackedMatrix& b, Matrix c, const Epilogue& epilogue);

}  // namespace seqlens::kernels::reduced
