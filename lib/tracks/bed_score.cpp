#include "seqlens/tracks/bed_score.h"

#include <cassert>
#include <cmath>

namespace seqlens::tracks {

int bed_score(double value, double lowest, double highest) {
  assert(lowest < highest);
  if (!(value > lowest)) return 0;
  if (value >= highest) return 1000;
  return static_cast<int>(std::lround(1000 * (value - lowest) / (highest - lowest)));
}

}  // namespace seqlens::tracks
