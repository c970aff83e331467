#pragma once

#include "seqlens/protein/pair_scores.h"
#include "seqlens/protein/site_likelihood.h"

namespace seqlens::protein {

/// Mutual information of each pair of columns in nats, over the rows that have a residue in both, weighted,
/// with `pseudocount` added to the pairs of residues together. A baseline; correct it by
/// average_product_corrected. O(columns^2 (rows + 400)).
[[nodiscard]] PairScores mutual_information(const Observations& observations, double pseudocount = 1);

}  // namespace seqlens::protein
