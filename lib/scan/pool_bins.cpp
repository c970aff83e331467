#include "pool_bins.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "logistic.h"

namespace seqlens::scan {
namespace {

constexpr std::size_t kStrands = 2;

struct PooledBin {
  double own = 0;       // its probability
  double upstream = 0;  // with what lies before it
};

void pool_strand(std::span<float> logits, std::size_t strand, double decay) {
  std::vector<PooledBin> bins(logits.size() / kStrands);
  double sum = 0;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].own = logistic(double{logits[kStrands * i + strand]});
    bins[i].upstream = sum = sum * decay + bins[i].own;
  }
  sum = 0;  // of the bins behind
  for (std::size_t i = bins.size(); i-- > 0;) {
    sum *= decay;
    logits[kStrands * i + strand] = static_cast<float>(std::log(bins[i].upstream + sum));
    sum += bins[i].own;
  }
}

}  // namespace

void pool_bins(std::span<float> logits, double reach) {
  const double decay = std::exp(-1 / reach);
  for (std::size_t strand = 0; strand < kStrands; ++strand) pool_strand(logits, strand, decay);
}

}  // namespace seqlens::scan
