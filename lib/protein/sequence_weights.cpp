#include "seqlens/protein/sequence_weights.h"

#include <algorithm>
#include <cmath>

#include "seqlens/parallel/parallel_for.h"

namespace seqlens::protein {
namespace {

constexpr std::size_t kBlock = 64;  // columns between two looks at whether the rows are already too different

/// Whether two rows differ in no more than `most` columns.
bool are_near(const std::uint8_t* a, const std::uint8_t* b, std::size_t columns, std::size_t most) {
  std::size_t differences = 0;
  for (std::size_t first = 0; first < columns; first += kBlock) {
    const std::size_t last = std::min(first + kBlock, columns);
    std::uint8_t here = 0;  // at most kBlock; bytes let the compiler compare 16 columns at once
    for (std::size_t c = first; c < last; ++c)
      here = static_cast<std::uint8_t>(here + (a[c] != b[c] ? 1 : 0));
    differences += here;
    if (differences > most) return false;
  }
  return true;
}

}  // namespace

std::vector<float> sequence_weights(const Alignment& alignment, double identity) {
  const auto equal =
      static_cast<std::size_t>(std::ceil(identity * static_cast<double>(alignment.columns) - 1e-9));
  const std::size_t most = alignment.columns - std::min(equal, alignment.columns);
  std::vector<float> weights(alignment.rows);
  parallel::parallel_for(alignment.rows, [&](std::size_t r) {
    const std::uint8_t* row = alignment.row(r).data();
    std::size_t near = 0;
    for (std::size_t other = 0; other < alignment.rows; ++other)
      near += are_near(row, alignment.row(other).data(), alignment.columns, most) ? 1 : 0;
    weights[r] = 1.0F / static_cast<float>(near);
  });
  return weights;
}

double effective_sequences(const std::vector<float>& weights) {
  double sum = 0;
  for (const float weight : weights) sum += double{weight};
  return sum;
}

}  // namespace seqlens::protein
