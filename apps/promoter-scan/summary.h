#pragma once

#include <cstdint>
#include <string>

#include "seqlens/scan/scan_records.h"

namespace promoter_scan {

/// What a run did, over all its inputs.
struct Summary {
  seqlens::scan::ScanCounts scan;
  std::int64_t window_bases = 0;
  bool positions = false;            ///< the model scores bins, not windows
  std::int64_t shortest_record = 0;  ///< that gets a score
  std::int64_t shortest_scored = 0;  ///< that --per-record would give a score
  std::uint64_t regions = 0;         ///< that were asked for; 0: whole records
  std::uint64_t untaken = 0;         ///< windows and records of no or too many tokens for a checkpoint
  std::uint64_t passed_over = 0;     ///< secondary and supplementary alignments
  std::uint64_t unplaced = 0;        ///< calls in clipped ends of reads, which have no place
  std::uint64_t beyond_contig = 0;   ///< calls on reads that reach beyond the contig of the header
  std::uint64_t scored_records = 0;  ///< record modes only
  bool per_record = false;
  double seconds = 0;
};

void add(seqlens::scan::ScanCounts& total, const seqlens::scan::ScanCounts& counts);

/// One sentence when nothing was scored though there was something to read: why, and the way out; else empty.
std::string nothing_scored_warning(const Summary& summary);

/// One line: regions or records, bases, windows, how many reached the encoder, calls, what was skipped and
/// why, time, speed.
std::string summary_text(const Summary& summary);

}  // namespace promoter_scan
