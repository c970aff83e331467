#include "seqlens/tracks/bins.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::tracks {

BinAverager::BinAverager(std::int64_t bin_bases) : bin_bases_(bin_bases) {
  if (bin_bases < 1) throw Error(fmt::format("a bin of {} bases; it needs at least 1", bin_bases));
}

void BinAverager::add(std::span<const IntervalValue> values, std::vector<IntervalValue>& bins) {
  for (const auto& [interval, value] : values) {
    for (std::int64_t begin = interval.begin; begin < interval.end;) {
      const std::int64_t end = std::min(interval.end, (begin / bin_bases_ + 1) * bin_bases_);
      add_part({begin, end}, value, bins);
      begin = end;
    }
  }
}

void BinAverager::finish(std::vector<IntervalValue>& bins) {
  if (!open_) return;
  bins.push_back({open_->covered, static_cast<float>(open_->sum / static_cast<double>(open_->bases))});
  open_.reset();
}

void BinAverager::add_part(const Interval& part, float value, std::vector<IntervalValue>& bins) {
  const std::int64_t index = part.begin / bin_bases_;
  if (open_ && open_->index != index) finish(bins);
  if (!open_) open_ = OpenBin{index, part, 0, 0};
  open_->covered.end = part.end;
  open_->sum += static_cast<double>(value) * static_cast<double>(part.length());
  open_->bases += part.length();
}

}  // namespace seqlens::tracks
