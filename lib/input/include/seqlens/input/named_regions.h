#pragma once

#include <string>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/contig_table.h"
#include "seqlens/seqio/region.h"

namespace seqlens::input {

/// A region that a user asked for.
struct NamedRegion {
  std::string name;  ///< column 4 of its BED line; without one as samtools writes it ("chr1:101-200")
  seqio::Region region;
  Strand strand = Strand::unknown;  ///< column 6 of its BED line
};

/// The one reading of `--region` and `--bed`: the regions in the order given, those of the texts first.
///
/// @param texts    in samtools notation (seqio::parse_region).
/// @param bed      file of regions, 0-based; "-" is standard input, "" none.
/// @param contigs  that the regions must be on; empty: nothing is known, so `texts` must be empty.
/// @throws UsageError, InputError as seqio::parse_region and seqio::read_bed do.
[[nodiscard]] std::vector<NamedRegion> named_regions(const std::vector<std::string>& texts,
                                                     const std::string& bed,
                                                     const seqio::ContigTable& contigs,
                                                     bool allow_remote = false);

/// Every contig as a region.
[[nodiscard]] std::vector<seqio::Region> whole_contigs(const seqio::ContigTable& contigs);

/// In the order of the contigs and of the positions; regions that overlap or touch become one, empty ones
/// none.
/// @throws Error for a contig that is not in `contigs`.
[[nodiscard]] std::vector<seqio::Region> merged_regions(std::vector<seqio::Region> regions,
                                                        const seqio::ContigTable& contigs);

}  // namespace seqlens::input
