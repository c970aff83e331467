#include "dropout.h"

#include <cmath>

#include "seqlens/core/random.h"

namespace seqlens::train {
namespace {

constexpr std::uint32_t steps = 1U << 16U;

void mask_row(Random& random, std::uint32_t threshold, float scale, float* x, std::size_t n) {
  for (std::size_t first = 0; first < n; first += 4) {
    std::uint64_t bits = random.next();  // four draws of 16 bits
    for (std::size_t i = first; i < n && i < first + 4; ++i, bits >>= 16U) {
      x[i] = (bits & 0xFFFFU) < threshold ? 0.0F : x[i] * scale;
    }
  }
}

}  // namespace

Dropout::Dropout(float rate)
    : threshold_(static_cast<std::uint32_t>(std::lround(rate * static_cast<float>(steps)))),
      scale_(static_cast<float>(steps) / static_cast<float>(steps - threshold_)) {}

void Dropout::apply(const ChunkRows& rows, std::span<const std::uint64_t> keys, std::uint64_t place,
                    kernels::Matrix x) const {
  for (std::size_t s = 0; s < rows.sequences(); ++s) {
    Random random = Random::for_item(keys[s], place);
    const kernels::Matrix part = rows.of(s, x);
    for (std::size_t r = 0; r < part.rows; ++r) mask_row(random, threshold_, scale_, part.row(r), part.cols);
  }
}

}  // namespace seqlens::train
