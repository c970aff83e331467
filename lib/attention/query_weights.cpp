#include "query_weights.h"

namespace seqlens::attention {

std::vector<float> query_weights(Reduction reduction, std::size_t positions,
                                 std::span<const std::size_t> queries) {
  if (reduction == Reduction::received || reduction == Reduction::norm)
    return std::vector<float>(positions, 1.0F / static_cast<float>(positions));
  std::vector<float> weights(positions, 0.0F);
  if (reduction == Reduction::cls && positions > 0) weights[0] = 1;
  if (reduction == Reduction::from)
    for (const std::size_t query : queries) weights[query] = 1.0F / static_cast<float>(queries.size());
  return weights;
}

}  // namespace seqlens::attention
