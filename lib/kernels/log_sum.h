#pragma once

namespace seqlens::kernels {

/// ln(sum of 2^score) from the largest score and total = sum of 2^(score - top). In double, in one place for
/// all levels, so that they cannot differ.
float natural_log_sum(float top, float total);

}  // namespace seqlens::kernels
