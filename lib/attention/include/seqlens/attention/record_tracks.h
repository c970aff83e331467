#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/attention/reduction.h"
#include "seqlens/attention/track_output.h"
#include "seqlens/attention/track_sums.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/input/base_source.h"
#include "seqlens/input/piece_reader.h"
#include "seqlens/parallel/workspace_pool.h"

namespace seqlens::attention {

/// The place whose attention is looked at, for Reduction::from.
struct Viewpoint {
  std::string contig;
  Interval interval;
};

/// @param contig_bases  of the record with its name. @throws InputError when the viewpoint starts beyond
/// their end.
void check_viewpoint(const Viewpoint& viewpoint, std::int64_t contig_bases);

/// What is made of records besides values.
struct RecordTrackOptions {
  NullScore null = {};  ///< scores of the outputs that have a threshold; without a table none are made
  std::optional<Viewpoint> viewpoint = {};  ///< only records and windows that hold it
  bool with_pairs = false;                  ///< the runner's sinks are PairSinks, and outputs hear of pairs
  std::int64_t batch_bases = 1 << 20;       ///< bases that are read before work on them begins
  /// From the start of one piece to the next, a multiple of the stride; 0: 16 kb for 8 tracks, as in a scan.
  std::int64_t piece_bases = 0;
};

/// What a run did.
struct TrackCounts {
  std::uint64_t records = 0;
  std::uint64_t bases = 0;
  std::uint64_t beyond_contig = 0;  ///< reads that reach beyond the contig of their header
  std::uint64_t unplaced = 0;       ///< reads of an alignment file that lie nowhere on the reference
  scan::StretchCounts windows;
};

/// Makes the tracks of all records of a source: pieces in parallel, outputs in order.
///
/// An aligned read is reported at its place on the reference, through its CIGAR: inserted and clipped bases
/// have none, deletions and introns are gaps. Other reads are reported as records of their own.
///
/// Memory: 2 pieces a thread (and a batch of bases), whatever the length of records; of an aligned read, all
/// sums. Same results for any number of threads and batch.
class RecordTracks {
 public:
  /// @param plan     of the runner's sinks.
  /// @param outputs  hear of everything; must outlive the object, as the others.
  RecordTracks(const WindowRunner& runner, const ReductionPlan& plan, RecordTrackOptions options,
               const std::vector<std::unique_ptr<TrackOutput>>& outputs);

  /// @param on_bases  hears how many bases were read since the last call, for the progress line.
  void run(input::BaseSource& source, const std::function<void(std::uint64_t)>& on_bases);

  /// After the last source, where records were read whole: @throws InputError when none of them has the
  /// viewpoint's name.
  void check_viewpoint_seen() const;

  [[nodiscard]] const TrackCounts& counts() const { return counts_; }

 private:
  using SumsPool = parallel::WorkspacePool<TrackSums>;
  struct PieceTracks;

  [[nodiscard]] PieceTracks track(input::Piece piece) const;
  void collect(const TrackedWindow& window, const Interval& bases, std::vector<WindowPair>& pairs) const;
  void take(PieceTracks tracks);
  void look_for_viewpoint(const seqlens::input::Piece& piece);
  void take_placed(PieceTracks tracks);
  void report(const input::SourceRecord& record, const Interval& bases);

  const WindowRunner& runner_;
  const ReductionPlan& plan_;
  RecordTrackOptions options_;
  const std::vector<std::unique_ptr<TrackOutput>>& outputs_;
  // Sums of a piece are megabytes: fetched from the system for each, they cost as much as what is added to
  // them.
  mutable SumsPool sums_;
  std::optional<SumsPool::Lease> carried_;  // of the record under way
  std::int64_t bases_end_ = 0;
  bool viewpoint_seen_ = false;
  TrackCounts counts_;
};

}  // namespace seqlens::attention
