#pragma once

#include <span>
#include <string>

#include "seqlens/motif/matrix.h"

namespace seqlens::motif {

/// MEME minimal format, version 4: alphabet, both strands, background, and for each matrix alength, w, nsites
/// and E, six decimals.
[[nodiscard]] std::string to_meme(std::span<const Matrix> matrices, const Background& background);

/// JASPAR: counts, probability times sites, at most two decimals.
[[nodiscard]] std::string to_jaspar(std::span<const Matrix> matrices);

}  // namespace seqlens::motif
