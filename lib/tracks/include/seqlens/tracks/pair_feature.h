#pragma once

#include <string_view>

#include "seqlens/core/interval.h"
#include "seqlens/tracks/colours.h"

namespace seqlens::tracks {

/// Two places on one contig that belong together: a query and the key that it attends to.
struct PairFeature {
  Interval source;                  ///< the query
  Interval target;                  ///< the key
  std::string_view name;            ///< "L3H5"
  int score = 0;                    ///< 0 to 1000, see bed_score()
  float value = 0;                  ///< the raw value
  Strand strand = Strand::unknown;  ///< of both places
  Rgb colour;
};

}  // namespace seqlens::tracks
