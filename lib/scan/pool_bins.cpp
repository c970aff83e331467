#include "pool_bins.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace seqlens::scan {
namespace {

constexpr std::size_t kStrands = 2;

double probability(float logit) {
  return 1 / (1 + std::exp(-static_cast<double>(logit)));
}

void pool_strand(std::span<float> logits, std::size_t strand, double decay) {
  const std::size_t bins = logits.size() / kStrands;
  std::vector<double> upstream(bins);  // of the bins up to each
  double sum = 0;
  for (std::size_t i = 0; i < bins; ++i)
    upstream[i] = sum = sum * decay + probability(logits[kStrands * i + strand]);
  sum = 0;  // of the bins behind
  for (std::size_t i = bins; i-- > 0;) {
    float& logit = logits[kStrands * i + strand];
    sum *= decay;
    const double own = probability(logit);
    logit = static_cast<float>(std::log(upstream[i] + sum));
    sum += own;
  }
}

}  // namespace

void pool_bins(std::span<float> logits, double reach) {
  const double decay = std::exp(-1 / reach);
  for (std::size_t strand = 0; strand < kStrands; ++strand) pool_strand(logits, strand, decay);
}

}  // namespace seqlens::scan
