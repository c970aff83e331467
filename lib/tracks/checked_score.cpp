#include "checked_score.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::tracks {

void check_score(std::string_view format, std::string_view chrom, const Interval& interval, int score) {
  if (0 <= score && score <= 1000) return;
  throw Error(fmt::format("{}: the score of {}:{}-{} is {}; it must be 0 to 1000", format, chrom,
                          interval.begin + 1, interval.end, score));
}

}  // namespace seqlens::tracks
