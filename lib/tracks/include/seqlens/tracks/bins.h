#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "seqlens/tracks/interval_value.h"

namespace seqlens::tracks {

/// Averages a track over bins of equal width, counted from base 0 of the sequence, as the values of one
/// sequence come: in order, without overlaps, in any number of calls. Holds one bin.
///
/// A bin's value is the mean over its bases that have one; its range goes from the first to the last of them,
/// so it never leaves the sequence, and bins without values are left out. The sums are in double precision,
/// in the order of the values: the same bits however the calls cut them.
class BinAverager {
 public:
  /// @param bin_bases  width of a bin. @throws Error unless positive.
  explicit BinAverager(std::int64_t bin_bases);

  /// Appends to `bins` what is complete now.
  void add(std::span<const IntervalValue> values, std::vector<IntervalValue>& bins);
  /// Ends the sequence: appends the bin still open. Then the next sequence may begin.
  void finish(std::vector<IntervalValue>& bins);

 private:
  struct OpenBin {
    std::int64_t index = 0;
    Interval covered;
    double sum = 0;  // over bases
    std::int64_t bases = 0;
  };

  void add_part(const Interval& part, float value, std::vector<IntervalValue>& bins);

  std::int64_t bin_bases_;
  std::optional<OpenBin> open_;
};

}  // namespace seqlens::tracks
