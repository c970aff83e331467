#pragma once

#include <vector>

#include "seqlens/core/interval.h"

namespace seqlens::tokenize {

/// Where each token lies: half-open ranges of bases (or residues), counted from the start of the tokenised
/// text. Special tokens ([CLS], <eos>, ...) cover none and have an empty range. Overlapping k-mers overlap.
using TokenMap = std::vector<Interval>;

}  // namespace seqlens::tokenize
