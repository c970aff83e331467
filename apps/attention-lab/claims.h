#pragma once

#include <span>

#include "attention-lab/lab/claim.h"

namespace attention_lab {

/// Every claim, in the order of the list and the page.
[[nodiscard]] std::span<const Claim> claims();

// One folder each.
extern const Claim kScaling;
extern const Claim kOrder;
extern const Claim kHeads;
extern const Claim kPathLength;
extern const Claim kResiduals;
extern const Claim kQuadraticCost;
extern const Claim kCause;
extern const Claim kUnusedAttention;
extern const Claim kDnaGrammar;
extern const Claim kContactMaps;
extern const Claim kTriangles;
extern const Claim kVolumes;
extern const Claim kIrregularTime;
extern const Claim kWavelengths;
extern const Claim kHeat;
extern const Claim kCriticalChains;

}  // namespace attention_lab
