#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "seqlens/evaluate/scan_evaluation.h"

namespace seqlens::evaluate {

/// Places of a genome, any order, overlapping or not, that can be asked what they touch.
class SortedPlaces {
 public:
  explicit SortedPlaces(std::span<const ContigRegion> places) : places_(places.begin(), places.end()) {
    std::erase_if(places_, [](const ContigRegion& place) { return place.bases.empty(); });
    std::sort(places_.begin(), places_.end(), [](const ContigRegion& a, const ContigRegion& b) {
      return std::pair(a.contig, a.bases.begin) < std::pair(b.contig, b.bases.begin);
    });
    for (std::size_t i = 1; i < places_.size(); ++i) {  // an end is that of all places up to here
      if (places_[i].contig != places_[i - 1].contig) continue;
      places_[i].bases.end = std::max(places_[i].bases.end, places_[i - 1].bases.end);
    }
  }

  /// Whether a place has a base in the interval, grown by `reach` on both sides. O(log places).
  [[nodiscard]] bool touch(std::uint32_t contig, Interval bases, std::int64_t reach) const {
    const auto behind = std::lower_bound(places_.begin(), places_.end(), std::pair(contig, bases.end + reach),
                                         [](const ContigRegion& place, const auto& value) {
                                           return std::pair(place.contig, place.bases.begin) < value;
                                         });
    return behind != places_.begin() && std::prev(behind)->contig == contig &&
           std::prev(behind)->bases.end > bases.begin - reach;
  }

 private:
  std::vector<ContigRegion> places_;
};

}  // namespace seqlens::evaluate
