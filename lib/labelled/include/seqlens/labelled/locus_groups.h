#pragma once

#include <span>
#include <string>
#include <vector>

#include "seqlens/seqio/record_origin.h"

namespace seqlens::labelled {

/// One name a record: its cluster, else its locus (overlapping intervals of a contig, on either strand,
/// chained), else a name that no other record has.
[[nodiscard]] std::vector<std::string> group_names(std::span<const seqio::RecordOrigin> origins);

}  // namespace seqlens::labelled
