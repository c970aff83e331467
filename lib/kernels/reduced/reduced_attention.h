#pragma once

#include "seqlens/kernels/attention.h"

namespace seqlens::kernels::reduced {

/// kernels::attention_head with products in bf16.
void attention_head(ConstMatrix q, ConstMatrix k, ConstMatrix v, const AttentionOptions& options, Matrix out,
                    AttentionWorkspace& workspace, AttentionRows* observer, float* log_sum_exp);

}  // namespace seqlens::kernels::reduced
