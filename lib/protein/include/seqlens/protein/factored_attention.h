#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "seqlens/protein/alignment.h"
#include "seqlens/protein/family_training.h"
#include "seqlens/protein/pair_scores.h"

namespace seqlens::protein {

struct FactoredAttentionOptions {
  std::size_t heads = 128;
  std::size_t width = 32;  ///< of queries and keys
  int steps = 200;         ///< of Adam; the learning rate rises over 10 and falls as a cosine to 0
  double learning_rate = 0.03;
  /// Times (columns - 1): factor of the sum of squared couplings of a column.
  double coupling_penalty = 0.1;
  double bias_penalty = 0.01;
  std::size_t batch_rows = 2048;  ///< rows a step, all of them where there are no more
  double query_scale = 0.5;       ///< deviation of queries and keys at the start
  double value_scale = 0.05;
  double second_moment_decay = 0.99;
  std::uint64_t seed = 1;
};

/// Bytes that factored_attention_norms takes.
[[nodiscard]] std::uint64_t factored_attention_bytes(std::size_t columns, std::size_t rows,
                                                     const FactoredAttentionOptions& options = {});

/// Factored attention (Bhattacharya et al. 2020, doi 10.1101/2020.12.21.423882): one attention layer over the
/// columns, whose queries and keys come from positions alone, trained by pseudo-likelihood.
///
/// In head h, column i attends to column j != i by A_h[i][j] = softmax_j(q_h[i] . k_h[j] / sqrt(width)), the
/// same for every sequence; residue b there gives residue a of column i the logit V_h[b][a]. The heads
/// together are a Potts model whose couplings are sum_h A_h[i][j] V_h, of far fewer parameters: residues pair
/// by the same few rules everywhere. Returned are the norms of these couplings, before any correction.
///
/// A step makes the couplings of a column by one product (columns, heads) x (heads, 400) and hands them to
/// SiteLikelihood: O(columns^2 (400 heads + 40 rows)). Columns and heads are tasks; same bytes for any number
/// of threads.
///
/// @param progress  steps done
[[nodiscard]] PairScores factored_attention_norms(const Alignment& alignment, std::span<const float> weights,
                                                  const FactoredAttentionOptions& options = {},
                                                  const TrainingProgress& progress = {});

}  // namespace seqlens::protein
