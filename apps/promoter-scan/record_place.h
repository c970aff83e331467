#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "seqlens/input/base_source.h"
#include "seqlens/scan/call.h"
#include "seqlens/scan/record_score.h"

namespace promoter_scan {

/// Where the best window of a record lies: on the genome for a region of one, else on the record. The padding
/// of a short record is left out.
struct RecordPlace {
  std::string_view chrom;
  seqlens::Interval window;
  seqlens::Strand strand = seqlens::Strand::unknown;
  std::optional<std::int64_t> tss;  ///< none when the record ends before it

  /// The TSS, or the base of the window nearest to where it would be.
  std::int64_t nearest_tss = 0;
};

/// @param bases  of the record
RecordPlace place_of(const seqlens::scan::RecordScore& score, const seqlens::scan::ScanShapes& shapes,
                     const seqlens::input::SourceRecord& record, std::int64_t bases);

}  // namespace promoter_scan
