#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/core/interval.h"

namespace model_evaluate {

/// Where a record comes from, as far as its header says.
struct Origin {
  std::string cluster;  // empty: not said
  std::string contig;   // empty: not said
  seqlens::Interval interval;
};

/// Reads "cluster=ID" and "[locus=][assembly:]contig:begin-end[(strand)]" out of the words of a header.
/// '?' says nothing.
[[nodiscard]] Origin parse_origin(std::string_view header);

/// One name a record: its cluster, else its locus (overlapping intervals of a contig, on either strand,
/// chained), else a name that no other record has.
[[nodiscard]] std::vector<std::string> group_names(std::span<const Origin> origins);

}  // namespace model_evaluate
