#pragma once

#include <cstddef>
#include <cstdint>

#include "seqlens/protein/family_training.h"
#include "seqlens/protein/pair_scores.h"
#include "seqlens/protein/site_likelihood.h"

namespace seqlens::protein {

struct PottsOptions {
  /// Times (columns - 1): factor of the sum of squared couplings of a column, as in GREMLIN (Kamisetty,
  /// Ovchinnikov & Baker 2013), whose 0.2 counts each pair once for both columns.
  double coupling_penalty = 0.1;
  double bias_penalty = 0.01;
  int iterations = 30;  ///< ends before the optimum, which predicts contacts no better
};

/// Bytes that potts_norms takes for so many columns and rows.
[[nodiscard]] std::uint64_t potts_bytes(std::size_t columns, std::size_t rows);

/// A Potts model by pseudo-likelihood: each column's residue by logistic regression on all others (Ekeberg,
/// Hartonen & Aurell 2014), one column a task. The norms of its couplings, before any correction.
///
/// @param progress  columns done
[[nodiscard]] PairScores potts_norms(const Observations& observations, const PottsOptions& options = {},
                                     const TrainingProgress& progress = {});

}  // namespace seqlens::protein
