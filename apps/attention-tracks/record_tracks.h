#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/attention/track_sums.h"
#include "seqlens/attention/window_runner.h"
#include "seqlens/input/base_source.h"
#include "seqlens/input/piece_reader.h"
#include "seqlens/parallel/workspace_pool.h"

#include "attention-tracks/request.h"
#include "attention-tracks/track_output.h"

namespace attention_tracks {

/// What a run did.
struct Counts {
  std::uint64_t records = 0;
  std::uint64_t bases = 0;
  std::uint64_t unplaced = 0;  ///< reads of an alignment file that lie nowhere on the reference
  seqlens::scan::StretchCounts windows;
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
  /// @param null     scores of the outputs that have a threshold; without a table none are made.
  /// @param outputs  hear of everything; must outlive the object, as the others.
  RecordTracks(const seqlens::attention::WindowRunner& runner, const Request& request,
               const seqlens::attention::NullScore& null, bool with_pairs, std::int64_t batch_bases,
               const std::vector<std::unique_ptr<TrackOutput>>& outputs);

  /// @param on_bases  hears how many bases were read since the last call, for the progress line.
  void run(seqlens::input::BaseSource& source, const std::function<void(std::uint64_t)>& on_bases);

  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  using SumsPool = seqlens::parallel::WorkspacePool<seqlens::attention::TrackSums>;
  struct PieceTracks;

  [[nodiscard]] PieceTracks track(seqlens::input::Piece piece) const;
  void collect(const seqlens::attention::TrackedWindow& window, const seqlens::Interval& bases,
               std::vector<WindowPair>& pairs) const;
  void take(PieceTracks tracks);
  void take_placed(PieceTracks tracks);
  void report(const seqlens::input::SourceRecord& record, const seqlens::Interval& bases);

  const seqlens::attention::WindowRunner& runner_;
  const Request& request_;
  seqlens::attention::NullScore null_;
  bool with_pairs_;
  std::int64_t batch_bases_;
  const std::vector<std::unique_ptr<TrackOutput>>& outputs_;
  // Sums of a piece are megabytes: fetched from the system for each, they cost as much as what is added to
  // them.
  mutable SumsPool sums_;
  std::optional<SumsPool::Lease> carried_;  // of the record under way
  std::int64_t bases_end_ = 0;
  Counts counts_;
};

}  // namespace attention_tracks
