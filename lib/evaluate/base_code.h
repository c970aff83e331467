#pragma once

#include "seqlens/core/dna.h"

namespace seqlens::evaluate {

/// A=0 C=1 G=2 T=3 (either case, U as T), so that the complement is 3 - code; -1 for any other letter.
[[nodiscard]] inline int base_code(char letter) {
  switch (canonical_base(letter)) {
    case 'A':
      return 0;
    case 'C':
      return 1;
    case 'G':
      return 2;
    case 'T':
      return 3;
    default:
      return -1;
  }
}

}  // namespace seqlens::evaluate
