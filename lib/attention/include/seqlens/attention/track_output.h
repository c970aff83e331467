#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "seqlens/attention/track_sums.h"
#include "seqlens/core/interval.h"
#include "seqlens/core/publication.h"
#include "seqlens/seqio/cigar_map.h"
#include "seqlens/tracks/interval_value.h"

namespace seqlens::attention {

/// A query and the key that it attends to, in one window.
struct WindowPair {
  std::size_t track = 0;
  Strand strand = Strand::forward;
  Interval source;  ///< the query, forward strand of the record
  Interval target;  ///< the key
  float attention = 0;
  float z = 0;  ///< of what the key receives
};

/// Bases of a record whose windows have all come; those of an aligned read at once, at its place.
struct TrackChunk {
  std::string_view chrom;
  const TrackSums& sums;
  Interval bases;  ///< of `chrom`; what is reported
  /// Of an aligned read: sums are by the read's bases, and only aligned ones have a place.
  const seqio::CigarMap* placement = nullptr;
};

/// Takes the tracks of a run, record by record, in order.
class TrackOutput {
 public:
  virtual ~TrackOutput() = default;
  virtual void on_chunk(const TrackChunk& chunk) { static_cast<void>(chunk); }
  /// Pairs of windows that begin before the next call's; no later pair begins before `complete_to`.
  virtual void on_pairs(std::string_view chrom, std::span<const WindowPair> pairs, std::int64_t complete_to) {
    static_cast<void>(chrom), static_cast<void>(pairs), static_cast<void>(complete_to);
  }
  virtual void on_record_end(std::string_view chrom) = 0;
  /// Files appear with the others of the run.
  virtual void commit(seqlens::Publication& together) = 0;
};

/// The raw values of a track, or its scores: ranges of equal numbers by place; bases of no window are left
/// out.
enum class TrackNumber { value, score };
[[nodiscard]] std::vector<tracks::IntervalValue> track_values(const TrackChunk& chunk, std::size_t track,
                                                              TrackNumber number);

}  // namespace seqlens::attention
