#pragma once

#include <string>

#include "seqlens/motif/matrix.h"

namespace seqlens::motif {

/// What a matrix of a simple repeat is called: "poly-A", "(CA)n", "(CGG)n"; empty where it is none. A repeat
/// is a matrix whose columns are like those one, two or three before (mean Pearson correlation 0.8 or more).
/// Of a repeat's names (its strands and where it begins) the first by letters is taken.
[[nodiscard]] std::string repeat_name(const Matrix& matrix);

}  // namespace seqlens::motif
