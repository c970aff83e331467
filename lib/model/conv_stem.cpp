#include "conv_stem.h"

#include <cassert>

#include "seqlens/kernels/gemm.h"
#include "seqlens/kernels/norm.h"

namespace seqlens::model {

void convolve(kernels::ConstMatrix x, int kernel, int stride, const PackedLinear& conv, kernels::Matrix out) {
  assert(x.stride == x.cols);
  const kernels::ConstMatrix fields(x.data, out.rows, static_cast<std::size_t>(kernel) * x.cols,
                                    static_cast<std::size_t>(stride) * x.cols);
  kernels::gemm(fields, conv.weight, out,
                {.bias = conv.bias, .activation = kernels::Activation::gelu, .residual = {}});
}

void run_stem(const EncoderConfig& config, const EncoderWeights& weights, kernels::ConstMatrix embedded,
              kernels::Matrix features, StemScratch& scratch) {
  kernels::ConstMatrix x = embedded;
  for (std::size_t i = 0; i < config.stem.size(); ++i) {
    const ConvLayer& conv = config.stem[i];
    const std::size_t rows =
        (x.rows - static_cast<std::size_t>(conv.kernel)) / static_cast<std::size_t>(conv.stride) + 1;
    const bool last = i + 1 == config.stem.size();
    kernels::ScratchMatrix& turn = i % 2 == 0 ? scratch.even : scratch.odd;
    const kernels::Matrix out =
        last ? features : turn.shape_dense(rows, static_cast<std::size_t>(conv.channels));
    convolve(x, conv.kernel, conv.stride, weights.stem[i].conv, out);
    const NormWeights& norm = weights.stem[i].norm;
    if (conv.norm) kernels::layer_norm(out, norm.weight, norm.bias, config.norm_eps, out);
    x = out;
  }
}

}  // namespace seqlens::model
