#include "seqlens/protein/potts_model.h"

#include <algorithm>
#include <atomic>
#include <vector>

#include "seqlens/kernels/vector_ops.h"
#include "seqlens/parallel/parallel_for.h"
#include "seqlens/parallel/workspace_pool.h"
#include "seqlens/protein/lbfgs.h"
#include "seqlens/protein/residue.h"

namespace seqlens::protein {
namespace {

constexpr std::size_t kCell = kResidueCount * kResidueCount;

/// Adds factor |x|^2 to the loss and its gradient.
double penalise(double factor, std::span<const float> x, std::span<float> gradient) {
  kernels::axpy(static_cast<float>(2 * factor), x.data(), gradient.data(), x.size());
  return factor * kernels::sum_of_squares(x.data(), x.size());
}

/// Couplings of a column to all others, (20 columns, 20), and then its biases, fitted in place.
void fit_column(const Observations& observations, std::size_t site, const PottsOptions& options,
                SiteLikelihood& likelihood, std::span<float> parameters) {
  const std::size_t couplings = observations.columns() * kCell;
  const double penalty = options.coupling_penalty * static_cast<double>(observations.columns() - 1);
  LbfgsOptions search;
  search.iterations = options.iterations;
  minimise(
      parameters,
      [&](std::span<const float> x, std::span<float> gradient) {
        const std::size_t rows = couplings / kResidueCount;
        const double loss =
            likelihood.evaluate(observations, site, {x.data(), rows, kResidueCount}, x.subspan(couplings),
                                {gradient.data(), rows, kResidueCount}, gradient.subspan(couplings));
        return loss + penalise(penalty, x.first(couplings), gradient.first(couplings)) +
               penalise(options.bias_penalty, x.subspan(couplings), gradient.subspan(couplings));
      },
      search);
}

}  // namespace

std::uint64_t potts_bytes(std::size_t columns, std::size_t rows) {
  const std::uint64_t couplings = std::uint64_t{columns} * columns * kCell * sizeof(float);
  return couplings + std::uint64_t{rows} * columns * 9 + std::uint64_t{columns} * columns * 16;
}

PairScores potts_norms(const Observations& observations, const PottsOptions& options,
                       const TrainingProgress& progress) {
  const std::size_t columns = observations.columns();
  const auto biases = log_frequencies(observations);
  std::vector<std::vector<float>> parameters(columns);
  parallel::WorkspacePool<SiteLikelihood> likelihoods;
  parallel::parallel_for(columns, [&](std::size_t site) {
    auto likelihood = likelihoods.borrow();
    std::vector<float>& own = parameters[site];
    own.resize(columns * kCell);
    own.insert(own.end(), biases.begin() + static_cast<std::ptrdiff_t>(site * kResidueCount),
               biases.begin() + static_cast<std::ptrdiff_t>((site + 1) * kResidueCount));
    fit_column(observations, site, options, *likelihood, own);
    if (progress) progress(1);
  });

  PairScores norms(columns);
  const auto cell = [&](std::size_t site, std::size_t other) {
    return kernels::ConstMatrix{parameters[site].data() + other * kCell, kResidueCount, kResidueCount};
  };
  for (std::size_t i = 0; i < columns; ++i)
    for (std::size_t j = 0; j < i; ++j) norms.set(i, j, coupling_norm(cell(i, j), cell(j, i)));
  return norms;
}

}  // namespace seqlens::protein
