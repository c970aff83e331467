#pragma once

#include <string>
#include <string_view>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/contig_table.h"

namespace seqlens::seqio {

/// A stretch of a contig, 0-based half-open as everywhere inside.
struct Region {
  std::string contig;
  Interval interval;
  bool operator==(const Region&) const = default;
};

/// What samtools means by `text`: "chr1", "chr1:101-200" (1-based, both ends included), "chr1:101" (to the
/// end of the contig), thousands separators ("chr1:1,000-2,000") and "{name}:1-2" for a name with colons that
/// would be ambiguous. A name containing ':' is recognised when it is in `contigs`. The end is cut to the
/// contig's.
///
/// @throws UsageError  for malformed text or an empty range ("region 'chr1:9-3': ...").
/// @throws InputError  for a contig that is not in `contigs`, or a start beyond its end.
[[nodiscard]] Region parse_region(std::string_view text, const ContigTable& contigs);

/// "chr1:101-200": 1-based, both ends included.
[[nodiscard]] std::string to_string(const Region& region);

}  // namespace seqlens::seqio
