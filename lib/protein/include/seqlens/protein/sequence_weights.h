#pragma once

#include <vector>

#include "seqlens/protein/alignment.h"

namespace seqlens::protein {

/// Weight of each row: one over the number of rows, itself included, that equal it in at least `identity` of
/// the columns (gaps equal gaps). Their sum is the effective number of sequences.
///
/// O(rows^2 columns / 16), over the threads of the budget; the same values for any number of them.
[[nodiscard]] std::vector<float> sequence_weights(const Alignment& alignment, double identity = 0.8);

/// Sum of the weights, in order.
[[nodiscard]] double effective_sequences(const std::vector<float>& weights);

}  // namespace seqlens::protein
