#pragma once

#include "seqlens/core/interval.h"

namespace seqlens::tracks {

/// A value that holds for each base of a range. What a track is made of: in order, without overlaps; a base
/// without value lies in no range.
struct IntervalValue {
  Interval interval;  ///< not empty
  float value = 0;

  bool operator==(const IntervalValue&) const = default;
};

}  // namespace seqlens::tracks
