#pragma once

#include <string>
#include <string_view>

#include "seqlens/core/interval.h"

namespace seqlens::seqio {

/// Where a record comes from, as far as its header says.
struct RecordOrigin {
  std::string cluster;  ///< empty: not said
  std::string contig;   ///< empty: not said
  Interval interval;    ///< on the contig
};

/// Reads "cluster=ID" and "[locus=][assembly:]contig:begin-end[(strand)]" (0-based, half-open) out of the
/// words of a header, its name included. '?' says nothing. The first locus counts. O(header).
[[nodiscard]] RecordOrigin parse_origin(std::string_view header);

}  // namespace seqlens::seqio
