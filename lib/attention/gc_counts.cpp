#include "gc_counts.h"

#include "seqlens/attention/gc_bin.h"
#include "seqlens/core/dna.h"

namespace seqlens::attention {

GcCounts::GcCounts(std::string_view bases) : gc_(bases.size() + 1, 0), known_(bases.size() + 1, 0) {
  for (std::size_t i = 0; i < bases.size(); ++i) {
    const char base = canonical_base(bases[i]);
    gc_[i + 1] = gc_[i] + (base == 'G' || base == 'C' ? 1 : 0);
    known_[i + 1] = known_[i] + (base != 'N' ? 1 : 0);
  }
}

std::size_t GcCounts::bin(std::int64_t begin, std::int64_t end) const {
  return gc_bin(gc_[end] - gc_[begin], known_[end] - known_[begin]);
}

}  // namespace seqlens::attention
