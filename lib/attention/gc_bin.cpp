#include "seqlens/attention/gc_bin.h"

#include <algorithm>

#include "seqlens/core/dna.h"

namespace seqlens::attention {

std::size_t gc_bin(std::int64_t gc_bases, std::int64_t known_bases) {
  const double share =
      known_bases == 0 ? 0 : static_cast<double>(gc_bases) / static_cast<double>(known_bases);
  return static_cast<std::size_t>(std::upper_bound(kGcEdges.begin(), kGcEdges.end(), share) -
                                  kGcEdges.begin());
}

std::size_t gc_bin(std::string_view bases) {
  std::int64_t gc = 0;
  std::int64_t known = 0;
  for (const char letter : bases) {
    const char base = canonical_base(letter);
    known += base != 'N' ? 1 : 0;
    gc += base == 'G' || base == 'C' ? 1 : 0;
  }
  return gc_bin(gc, known);
}

}  // namespace seqlens::attention
