#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "seqlens/attention/reduction.h"
#include "seqlens/model/head_sink.h"

namespace seqlens::attention {

/// Looks on while the encoder runs one sequence, and keeps each head's reduction. Reused from sequence to
/// sequence; one sequence at a time, whose heads may come from several threads.
///
/// Memory: T floats a track (rollout: two (T, T) of numbers of 8 bytes).
class TrackSink : public model::HeadSink {
 public:
  /// Before a sequence of `positions` positions.
  /// @param queries  for Reduction::from: the positions whose attention is looked at, not empty.
  virtual void begin(std::size_t positions, std::span<const std::size_t> queries) = 0;
  /// After the encoder ran it: the track's number at each position. Valid until begin().
  [[nodiscard]] virtual std::span<const float> track(std::size_t index) const = 0;
};

/// @param plan  must outlive the sink.
[[nodiscard]] std::unique_ptr<TrackSink> make_track_sink(const ReductionPlan& plan);

}  // namespace seqlens::attention
