#include "attention-lab/claims.h"

#include <array>

namespace attention_lab {

std::span<const Claim> claims() {
  static const std::array all{kScaling,       kOrder,         kHeads,           kPathLength, kResiduals,
                              kQuadraticCost, kCause,         kUnusedAttention, kDnaGrammar, kContactMaps,
                              kVolumes,       kIrregularTime, kWavelengths,     kHeat,       kCriticalChains};
  return all;
}

}  // namespace attention_lab
