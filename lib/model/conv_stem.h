#pragma once

#include "seqlens/kernels/scratch_matrix.h"
#include "seqlens/model/config.h"

#include "encoder_weights.h"

namespace seqlens::model {

/// Output of one stem layer is the input of the next: two matrices take turns.
struct StemScratch {
  kernels::ScratchMatrix embedded;
  kernels::ScratchMatrix even;
  kernels::ScratchMatrix odd;
};

/// features (T', D) of embedded tokens (T, E), which must be dense (rows of the product overlap). Each
/// feature's bits depend on its receptive field alone.
void run_stem(const EncoderConfig& config, const EncoderWeights& weights, kernels::ConstMatrix embedded,
              kernels::Matrix features, StemScratch& scratch);

/// gelu(valid convolution), as a product whose left rows overlap: (T, C) dense -> (T', channels).
void convolve(kernels::ConstMatrix x, int kernel, int stride, const PackedLinear& conv, kernels::Matrix out);

}  // namespace seqlens::model
