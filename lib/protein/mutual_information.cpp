#include "seqlens/protein/mutual_information.h"

#include <array>
#include <cmath>

#include "seqlens/parallel/parallel_for.h"
#include "seqlens/protein/residue.h"

namespace seqlens::protein {
namespace {

double information(const Observations& observations, std::size_t i, std::size_t j, double pseudocount) {
  constexpr std::size_t kCell = kResidueCount * kResidueCount;
  std::array<double, kCell> counts{};
  counts.fill(pseudocount / kCell);
  double total = pseudocount;
  for (std::size_t r = 0; r < observations.rows(); ++r) {
    const std::uint8_t a = observations.code(r, i), b = observations.code(r, j);
    if (!is_residue(a) || !is_residue(b)) continue;
    counts[a * kResidueCount + b] += double{observations.weights()[r]};
    total += double{observations.weights()[r]};
  }
  std::array<double, kResidueCount> of_i{}, of_j{};
  for (std::size_t k = 0; k < kCell; ++k) {
    of_i[k / kResidueCount] += counts[k];
    of_j[k % kResidueCount] += counts[k];
  }
  double sum = 0;
  for (std::size_t k = 0; k < kCell; ++k)
    sum += counts[k] * std::log(counts[k] * total / (of_i[k / kResidueCount] * of_j[k % kResidueCount]));
  return sum / total;
}

}  // namespace

PairScores mutual_information(const Observations& observations, double pseudocount) {
  PairScores scores(observations.columns());
  parallel::parallel_for(observations.columns(), [&](std::size_t i) {
    for (std::size_t j = 0; j < i; ++j) scores.set(i, j, information(observations, i, j, pseudocount));
  });
  return scores;
}

}  // namespace seqlens::protein
