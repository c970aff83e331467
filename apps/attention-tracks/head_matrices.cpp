#include "attention-tracks/head_matrices.h"

#include <algorithm>

namespace attention_tracks {

using namespace seqlens;

void HeadMatrices::begin(std::size_t positions) {
  size_ = positions;
  values_.assign(plan_.heads.size() * positions * positions, 0);
}

bool HeadMatrices::wants(int layer, int head) const {
  return std::binary_search(plan_.heads.begin(), plan_.heads.end(), attention::HeadId{layer, head});
}

void HeadMatrices::on_rows(std::size_t, int layer, int head, std::size_t first, kernels::ConstMatrix rows) {
  const auto id = std::lower_bound(plan_.heads.begin(), plan_.heads.end(), attention::HeadId{layer, head});
  const auto slot = static_cast<std::size_t>(id - plan_.heads.begin());
  for (std::size_t r = 0; r < rows.rows; ++r)
    std::copy_n(rows.row(r), size_, values_.data() + (slot * size_ + first + r) * size_);
}

}  // namespace attention_tracks
