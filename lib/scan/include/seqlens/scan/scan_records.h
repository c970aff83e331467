#pragma once

#include <cstdint>
#include <span>

#include "seqlens/input/base_source.h"
#include "seqlens/scan/call.h"
#include "seqlens/scan/call_finder.h"
#include "seqlens/scan/position_scorer.h"
#include "seqlens/scan/stretch_scores.h"
#include "seqlens/scan/window_scorer.h"

namespace seqlens::scan {

struct ScanOptions {
  WindowOptions windows;
  CallOptions calls;
  std::int64_t tss_index = 249;        ///< of the model's windows
  std::int64_t drawn_bases = 300;      ///< of the windows that a scorer of positions draws around a TSS
  std::int64_t batch_bases = 1 << 16;  ///< work handed to a thread at once; results do not depend on it
  /// Records shorter than a window, but of at least so many bases, are scored padded (score_short_record).
  /// 0: records shorter than a window are counted and passed over. A scorer of positions takes every record
  /// of so many bases.
  std::int64_t shortest_padded = 0;
};

/// What a scan did. Regions count with the neighbourhood that their calls depend on.
struct ScanCounts {
  std::uint64_t records = 0;
  std::uint64_t bases = 0;
  std::uint64_t short_records = 0;  ///< too short to be scored
  std::uint64_t short_bases = 0;    ///< in these
  /// At the ends of longer records: fewer than a stride is, behind the last window on the grid.
  std::uint64_t bases_in_no_window = 0;
  StretchCounts windows;
  std::uint64_t calls = 0;  ///< handed to the sink
};

/// Takes the results, record by record, in input order, one call at a time. Of a record with a selection only
/// what the selection holds.
class ScanSink {
 public:
  virtual ~ScanSink() = default;
  /// Windows or bins with a logit, by start, '+' before '-'; a record's come in several goes.
  virtual void on_windows(const input::SourceRecord& record, std::span<const WindowScore> windows) {
    static_cast<void>(record), static_cast<void>(windows);
  }
  /// The next calls, by the start of their windows, '+' before '-'.
  virtual void on_calls(const input::SourceRecord& record, std::span<const Call> calls) {
    static_cast<void>(record), static_cast<void>(calls);
  }
  /// All windows and calls of the record have come. @param bases  read from the source.
  virtual void on_record_end(const input::SourceRecord& record, std::int64_t bases) {
    static_cast<void>(record), static_cast<void>(bases);
  }
  /// The results of one batch have come: a moment to flush.
  virtual void on_batch_end(const ScanCounts& so_far) { static_cast<void>(so_far); }
};

/// Scans all records of a source on the threads of the budget.
///
/// Memory: about 2 batches a thread and their scores, whatever the length of records. The sink hears of a
/// call as soon as the scan is `radius_bases` past it. Same results for every number of threads and batch
/// size.
///
/// @throws Error when the stride is not a multiple of the scorer's alignment, or longer than a window; and
/// whatever source, scorer and sink throw.
ScanCounts scan_records(input::BaseSource& source, const WindowScorer& scorer, const ScanOptions& options,
                        ScanSink& sink);

/// The same with a model of positions: what is scored is a bin of the grid, every base of a record lies in
/// one, and bins compete for being a call by their distance. `windows` says which strands, and what of N; the
/// stride is the grid's.
///
/// A selection is by TSS and start of the window drawn around it, as with windows.
ScanCounts scan_records(input::BaseSource& source, const PositionScorer& scorer, const ScanOptions& options,
                        ScanSink& sink);

}  // namespace seqlens::scan
