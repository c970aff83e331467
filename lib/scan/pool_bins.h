#pragma once

#include <span>

namespace seqlens::scan {

/// Pools what a model of positions says of the bins of a window: the TSS of a promoter lie tens of bases
/// apart, and a promoter whose probability is spread over them is as sure as one with a single peak. The
/// logit of bin i becomes the log of the sum over all bins j of the strand of exp(-|i - j| / reach) times the
/// probability of j. The weight has a cusp at 0, so peaks stay where they are.
///
/// @param logits  (bins, 2), '+' before '-'; overwritten.
/// @param reach   in bins, above 0.
void pool_bins(std::span<float> logits, double reach);

}  // namespace seqlens::scan
