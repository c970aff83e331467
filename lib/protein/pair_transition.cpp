#include "seqlens/protein/pair_transition.h"

#include <algorithm>

namespace seqlens::protein {

using kernels::ConstMatrix;
using kernels::Matrix;

void PairTransition::forward(ConstMatrix z, std::span<const float> mask, Matrix update, Saved& saved) const {
  saved.normed = PairMatrix(z.rows, z.cols);
  norm.forward(z, saved.normed.view(), saved.statistics);
  saved.hidden = PairMatrix(z.rows, in.outputs);
  in.forward(saved.normed.view(), saved.hidden.view());
  for (float& value : saved.hidden.numbers()) value = std::max(value, 0.0F);
  out.forward(saved.hidden.view(), update);
  for (std::size_t p = 0; p < z.rows; ++p)
    for (std::size_t c = 0; c < z.cols; ++c) update.at(p, c) *= mask[p];
}

void PairTransition::backward(ConstMatrix z, std::span<const float> mask, const Saved& saved,
                              ConstMatrix dupdate, PairTransition& gradient, Matrix dz) const {
  PairMatrix masked(z.rows, z.cols), dhidden(z.rows, in.outputs);
  for (std::size_t p = 0; p < z.rows; ++p)
    for (std::size_t c = 0; c < z.cols; ++c) masked.view().at(p, c) = dupdate.at(p, c) * mask[p];
  out.backward(saved.hidden.view(), masked.view(), gradient.out, dhidden.view(), false);
  for (std::size_t k = 0; k < dhidden.numbers().size(); ++k)
    if (!(saved.hidden.numbers()[k] > 0)) dhidden.numbers()[k] = 0;
  in.backward(saved.normed.view(), dhidden.view(), gradient.in, dz, false);
  norm.backward(z, saved.statistics, dz, gradient.norm, dz);
}

}  // namespace seqlens::protein
