#pragma once

#include <string>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/contig_table.h"

namespace mutation_scan {

/// Two stretches of one contig that do not overlap.
struct PairOfStretches {
  std::string contig;
  seqlens::Interval first;
  seqlens::Interval second;
  std::string name;  ///< "." when there is none
};

/// Reads BEDPE: chrom1, start1, end1, chrom2, start2, end2, name; more columns are passed over. 0-based; '#'
/// lines and empty ones are passed over. @throws InputError naming file and line.
std::vector<PairOfStretches> read_pairs(const std::string& path, const seqlens::seqio::ContigTable& contigs,
                                        bool allow_remote);

}  // namespace mutation_scan
