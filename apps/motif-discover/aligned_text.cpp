#include "motif-discover/aligned_text.h"

#include <algorithm>
#include <cstdlib>

namespace motif_discover {

using namespace seqlens;

AlignedText aligned_text(const motif::Matrix& query, const motif::Matrix& target, const motif::Match& match) {
  AlignedText text{
      motif::consensus(query),
      motif::consensus(match.strand == Strand::reverse ? motif::reverse_complement(target) : target)};
  const auto before = static_cast<std::size_t>(std::abs(match.offset));
  (match.offset > 0 ? text.query : text.target).insert(0, before, '-');
  const std::size_t length = std::max(text.query.size(), text.target.size());
  text.query.resize(length, '-');
  text.target.resize(length, '-');
  return text;
}

}  // namespace motif_discover
