#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "seqlens/core/interval.h"
#include "seqlens/seqio/contig_table.h"

namespace seqlens::input {

/// A known transcription start site.
struct KnownTss {
  std::string contig;
  std::int64_t position = 0;  ///< 0-based
  Strand strand = Strand::unknown;
  std::size_t line = 0;  ///< of its file, 1-based, for error texts
};

/// Reads a BED of TSS, in file order; "-" is standard input. Of an interval longer than a base the first
/// transcribed base is the TSS: the first base of the interval, on strand '-' the last one (column 3 less 1).
///
/// @throws InputError (file and line) for an interval without a base, and as seqio::read_bed.
/// @param contigs  when given, that the intervals must lie on
[[nodiscard]] std::vector<KnownTss> read_tss(const std::string& path,
                                             const seqio::ContigTable* contigs = nullptr);

}  // namespace seqlens::input
